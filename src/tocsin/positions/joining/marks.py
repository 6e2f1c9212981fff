"""What joining works on: marks, which are signs with what joining needs of their article, and the runs they make."""

from __future__ import annotations

import msgspec

from tocsin.records import Change, Evidence, Party, Span

_LATEST = 6  # names


class Mark(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A sign with what joining it needs of its article, and no more.

    `kind`, `state`, `name`, `cue`, `others` and `place` are the sign's; `parties` are keys, sorted for a channel.
    `text` is its sentence, `party` who holds a stance. `firm` is True for a channel's own sign, which may begin one.
    `day` is when an activity was, "" where the day of its article counts.
    """

    kind: str
    state: str
    article: str
    published: str | None
    outlet: str | None
    span: Span
    sentence: Span
    text: str
    attributed_to: str | None = None
    name: str = ""
    cue: str = ""
    parties: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    place: str | None = None
    party: Party | None = None
    firm: bool = False
    day: str = ""

    @property
    def order(self) -> tuple[str, str, Span]:
        """The place among marks: by time, article and offset."""
        return self.day or self.published or "", self.article, self.span

    def quote(self, record: str | None = None) -> Evidence:
        """Quote the sentence as evidence; `record` is the id of what was found in it."""
        return Evidence(
            article=self.article, span=self.sentence, text=self.text, outlet=self.outlet, published=self.published,
            record=record,
        )  # fmt: skip


class Run(msgspec.Struct, array_like=True):
    """What is known of a channel or an activity at a moment, which tells what else belongs to it.

    `first` is the ISO day of its first change (None where unknown), `since` that of its latest, to `state`; `last` is
    when (ISO, "" where unknown) and `article` where it was last spoken of. `number` counts its marks, `names` how it is
    called, `latest` are the latest six of these. `parties` counts how often each party of a channel is named, `core`
    are those of the first sign that names two, else of the first, `known` those whose word on it is told already.
    `by` are those who do an activity, `on` those whom it is done to; `words` and `places` tell which troops it is of,
    `bare` that some sentence has no words for them, `nowhere` that such a one names no place either.
    """

    id: str
    kind: str
    first: str | None
    state: str = ""
    since: str | None = None
    last: str = ""
    article: str = ""
    number: int = 0
    names: dict[str, int] = msgspec.field(default_factory=dict)
    latest: list[str] = []
    parties: dict[str, int] = msgspec.field(default_factory=dict)
    core: set[str] = msgspec.field(default_factory=set)
    by: set[str] = msgspec.field(default_factory=set)
    on: set[str] = msgspec.field(default_factory=set)
    known: set[str] = msgspec.field(default_factory=set)
    words: set[str] = msgspec.field(default_factory=set)
    places: set[str] = msgspec.field(default_factory=set)
    place: str | None = None
    bare: bool = False
    nowhere: bool = False

    def note(self, mark: Mark, *, again: bool = False) -> Change | None:
        """Note that a mark belongs to the run; return the change that it makes, if it does.

        A repeated state is no change, but where it is told `again` by another party.
        """
        day = mark.order[0]
        self.last, self.article = day, mark.article
        self.number += 1
        self.names[mark.name] = self.names.get(mark.name, 0) + 1
        self.latest = [*self.latest[1 - _LATEST :], mark.name]
        if self.state == mark.state and not again:
            return None
        self.state, self.since = mark.state, day[:10] or None
        return Change(state=mark.state, date=self.since, evidence=mark.quote())


def side_taken(mark: Mark) -> str | None:
    """Return "for" or "against", or "neutral" where a party says that it keeps out of an issue."""
    if is_neutral(mark):
        return "neutral"
    return mark.state if mark.state in ("for", "against") else None


def is_neutral(mark: Mark) -> bool:
    """Tell whether a party says that it keeps out of an issue ("neither recognise", "an internal matter")."""
    return mark.state == "silent" and mark.cue.startswith(("neither", "an internal"))
