"""A parsed sentence as the rules of this room read it, and the candidates that they propose in it.

A Tree is built once a sentence, in two passes over its tokens. The parser's trees are projective, so the left edge of
a subtree needs only the tokens before its head, and the right edge only those behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Sentence, Span
from tocsin.statements.cues import CueEntry

TokenRange = tuple[int, int]

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP"))
_VERB_TAGS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))


class Tree:
    """A sentence with the edges of every subtree.

    `lefts[i]` and `rights[i]` are the first and last token of the subtree of token i (both inclusive). `quote[i]` is
    the number of the outermost quotation that token i stands in, or -1; `quote` is None where no quotation touches the
    sentence. `borrowed` maps a verb that the parser hung too low to the verb whose subject it has.
    """

    __slots__ = (
        "borrowed", "children", "deps", "ends", "heads", "index", "kind", "lefts", "lemmas", "lowers", "n", "quote",
        "rights", "sentence", "starts", "tags", "words",
    )  # fmt: skip

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.index = sentence.index
        self.kind = sentence.kind
        self.words = sentence.words
        self.lowers = sentence.lowers
        self.lemmas = sentence.lemmas
        self.tags = sentence.tags
        self.deps = sentence.deps
        self.heads = heads = sentence.heads
        self.children = sentence.children
        self.starts = sentence.starts
        self.ends = sentence.ends
        self.n = n = len(heads)
        self.lefts = lefts = list(range(n))
        self.rights = rights = list(range(n))
        for i, head in enumerate(heads):
            if head > i and lefts[i] < lefts[head]:
                lefts[head] = lefts[i]
        for i in range(n - 1, -1, -1):
            head = heads[i]
            if head < i and rights[i] > rights[head]:
                rights[head] = rights[i]
        self.quote: list[int] | None = None
        self.borrowed: dict[int, int] = {}

    def mark_quotes(self, outer_spans: Sequence[Span]) -> None:
        """Note which tokens stand in a quotation, given the quotations that touch the sentence (marks included)."""
        inside = [-1] * self.n
        for number, (start, end) in enumerate(outer_spans):
            for i, at in enumerate(self.starts):
                if start <= at < end:
                    inside[i] = number
        self.quote = inside

    def in_quote(self, i: int) -> bool:
        """Tell whether token i stands in a quotation."""
        return self.quote is not None and self.quote[i] >= 0

    def is_verb(self, i: int) -> bool:
        """Tell whether token i is a verb by its tag."""
        return self.tags[i] in _VERB_TAGS

    def is_infinitive(self, i: int) -> bool:
        """Tell whether token i is a verb behind "to"."""
        return self.tags[i] == "VB" and any(self.tags[k] == "TO" and k < i for k in self.children[i])

    def child(self, i: int, *labels: str) -> int | None:
        """Return the first child of token i with one of the labels, or None."""
        for c in self.children[i]:
            if self.deps[c] in labels:
                return c
        return None

    def subject(self, i: int) -> int | None:
        """Return the head of the subject that verb i has of its own, or None."""
        for c in self.children[i]:
            if self.deps[c] in _SUBJECTS:
                return c
        return None

    def noun_end(self, i: int, limit: int) -> int:
        """Return the last of the nouns that follow token i without a break, before token `limit`."""
        while i + 1 < limit and self.tags[i + 1] in NOUN_TAGS:
            i += 1
        return i


class Candidate:
    """A possible statement in one sentence; token ranges include both ends.

    `verb` is the cue's head token, `cue` its token ranges, `frame` the frame that fits and `level` the lexicon's
    strength of evidence. `source`, `addressee` and `relayer` are head tokens of noun phrases in the same sentence or
    None; `source_how` says how the source was found. `content` are token ranges, `extra` spans of text beyond the
    sentence (a quotation before or behind it). `score` is the confidence.
    """

    __slots__ = (
        "addressee", "content", "cue", "entry", "extra", "frame", "level", "relayer", "rule", "score", "source",
        "source_how", "tree", "verb",
    )  # fmt: skip

    def __init__(self, tree: Tree, rule: str, verb: int, entry: CueEntry | None, frame: str, level: int) -> None:
        self.tree = tree
        self.rule = rule
        self.verb = verb
        self.entry = entry
        self.frame = frame
        self.level = level
        self.cue: list[TokenRange] = [(verb, verb)]
        self.source: int | None = None
        self.source_how = "none"
        self.addressee: int | None = None
        self.relayer: int | None = None
        self.content: list[TokenRange] = []
        self.extra: list[Span] = []
        self.score = 0.0

    def add_to_cue(self, token: int) -> None:
        """Take a particle, preposition or noun into the cue."""
        first, last = self.cue[-1]
        if token == last + 1:
            self.cue[-1] = (first, token)
        elif token > last:
            self.cue.append((token, token))
