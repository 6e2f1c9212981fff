"""The act that a word expresses, and the complement that an operator acts on."""

from __future__ import annotations

from tocsin.events.ontology import ontology
from tocsin.events.patterns import Frame, NounAct


class Act:
    """An act that a word expresses, with the frame or noun sense that says so.

    `head` is the trigger's token, `kind` what the act counts as inside another act, `tags` kinds and classes of what it
    is about (for the CAMEO code), `content` the act that a light verb carries or an operator acts on, `inner` what a
    carried promise, demand or threat is about, `used` tokens of acts that this one uses up, `modality` a modality that
    the frame itself lends; `firm` nouns are said to take place.
    """

    __slots__ = (
        "content",
        "firm",
        "frame",
        "head",
        "inner",
        "kind",
        "modality",
        "mode",
        "noun",
        "rule",
        "tags",
        "type",
        "used",
    )

    def __init__(self, head: int, kind: str, mode: str | None, rule: str) -> None:
        self.head = head
        self.type = kind
        self.mode = mode
        self.rule = rule
        self.kind = ontology().types[kind].kind
        self.frame: Frame | None = None
        self.noun: NounAct | None = None
        self.content: Act | None = None
        self.inner: Act | None = None
        self.modality: str | None = None
        self.firm = False
        self.tags: frozenset[str] = frozenset()
        self.used: tuple[int, ...] = ()

    @property
    def is_weak(self) -> bool:
        """Tell whether the frame alone is a guess: a noun not said to take place, or a frame marked weak."""
        return (self.rule == "noun" and not self.firm) or (self.frame is not None and "weak" in self.frame.flags)


class Content:
    """The complement that an operator acts on: its kind, its act if it is one, and the token that heads it."""

    __slots__ = ("act", "head", "kind", "verbal")

    def __init__(self, kind: str, act: Act | None, head: int | None, verbal: bool) -> None:
        self.kind = kind
        self.act = act
        self.head = head
        self.verbal = verbal
