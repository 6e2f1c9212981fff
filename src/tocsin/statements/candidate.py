"""What the frame rules propose, before scoring and assembly."""

from __future__ import annotations

from tocsin.records import Span
from tocsin.statements.cues import CueEntry
from tocsin.statements.tree import Tree

TokenRange = tuple[int, int]


class Candidate:
    """A possible statement in one sentence; token ranges include both ends.

    `cue` are the token ranges of the cue, `verb` its head token, `frame` the frame that fits, `level` the lexicon's
    strength of evidence. `source` is the head token of the speaker's noun phrase in this sentence or None.
    `content` are token ranges; `extra` text spans of content beyond the sentence (a quotation that began before or
    goes on behind). `score` is filled by scoring.
    """

    __slots__ = (
        "addressee", "content", "cue", "entry", "extra", "features", "frame", "level", "relayer", "rule", "score", "source",
        "source_how", "tree", "verb",
    )  # fmt: skip

    def __init__(
        self, tree: Tree, rule: str, verb: int, cue: list[TokenRange], entry: CueEntry | None, frame: str, level: float
    ) -> None:
        self.tree = tree
        self.rule = rule
        self.verb = verb
        self.cue = cue
        self.entry = entry
        self.frame = frame
        self.level = level
        self.source: int | None = None
        self.source_how = "none"
        self.addressee: int | None = None
        self.relayer: int | None = None
        self.content: list[TokenRange] = []
        self.extra: list[Span] = []
        self.features: list[str] = []
        self.score = 0.0
