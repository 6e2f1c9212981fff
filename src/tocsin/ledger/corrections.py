"""What a person has put right: corrections as data, as a plain TOML file, and as applied to a reading.

Algorithm: a correction never changes what was read; it is applied to the reading each time that its rows are written or
the reading is handed out. A record is found again by its id or, after the article has been read anew by another
version of the program, by its place: the trigger of an event, the first content span of a statement, in the article
named by its hash. Parties are changed first, then records, then records go that stand in a muted paragraph.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import msgspec

from tocsin.errors import UsageError, why
from tocsin.ledger.identity import digest, is_day
from tocsin.ledger.schema import CURRENT, DISMISSED, MUTED
from tocsin.lexicon import read_table
from tocsin.records import Act, ChannelSign, Event, Modality, Party, Reading, Sign, Span, Statement
from tocsin.text import contains

Kind = Literal["merge-party", "rename-party", "alias-party", "right", "dismiss", "mute", "pin-story", "split-story"]
R = TypeVar("R", Event, Statement)

_RIGHTED = {
    "type", "mode", "cameo", "modality", "date", "score", "actors", "recipients", "act", "speaker", "anonymous",
}  # fmt: skip


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing put right, by whom (`by`) and when (`at`, ISO 8601 in UTC).

    `target` is a party's key or name, the surface of an alias, the id of an event or statement, a muted paragraph's
    text, or the id of an article that is put to another's story or split off; `to` whom a party becomes, or that other
    article; `fields` the righted fields of a record (parties by key); `outlet` whose paragraph is muted (None:
    everybody's). `article` (a hash) and `span` say where a record stands, to find it again.
    """

    kind: Kind
    target: str
    to: str | None = None
    fields: dict[str, str] = {}
    outlet: str | None = None
    article: str | None = None
    span: Span | None = None
    note: str | None = None
    by: str | None = None
    at: str | None = None

    @property
    def id(self) -> str:
        """The name of the correction: what it does, not who did it when."""
        fields = "\x1e".join(f"{key}={value}" for key, value in sorted(self.fields.items()))
        return "k-" + digest(self.kind, self.target, self.to or "", fields, self.outlet or "")[:12]

    def __str__(self) -> str:
        righted = ", ".join(f"{key} is {value or 'none'}" for key, value in sorted(self.fields.items()))
        done = {
            "merge-party": f"party {self.target} merged into {self.to}",
            "rename-party": f"party {self.target} renamed {self.to}",
            "alias-party": f"{self.target!r} taken to mean {self.to}",
            "right": f"{self.target} righted: {righted}",
            "dismiss": f"{self.target} dismissed",
            "pin-story": f"article {self.target} put to the story of {self.to}",
            "split-story": f"article {self.target} made a story of its own",
            "mute": f"paragraph of {self.outlet or 'every outlet'} muted: {self.target[:60]!r}",
        }[self.kind]
        return f"{done} (corrected by {self.by or 'somebody'} on {(self.at or 'a day unknown')[:10]}" + (
            f": {self.note})" if self.note else ")"
        )


class Corrected(msgspec.Struct):
    """A reading put right: how each event and statement stands and by which correction (None: as read)."""

    reading: Reading
    events: list[tuple[Event, int, str | None]]
    statements: list[tuple[Statement, int, str | None]]
    signs: tuple[Sign, ...]
    channels: tuple[ChannelSign, ...]

    def current(self) -> Reading:
        """Return the reading with only what stands."""
        return msgspec.structs.replace(
            self.reading,
            events=tuple(event for event, standing, _ in self.events if standing == CURRENT),
            statements=tuple(statement for statement, standing, _ in self.statements if standing == CURRENT),
            signs=self.signs, channels=self.channels,
        )  # fmt: skip


class Corrections:
    """The corrections in force, indexed for applying them."""

    def __init__(self, given: Iterable[Correction] = ()) -> None:
        self.all = tuple(given)
        self._by_id = {c.id: c for c in self.all}
        self._merged = {c.target.casefold(): c for c in self.all if c.kind == "merge-party"}
        self._renamed = {c.target.casefold(): c for c in self.all if c.kind == "rename-party"}
        self._aliases = {c.target.casefold(): c for c in self.all if c.kind == "alias-party"}
        self._records: dict[str, list[Correction]] = {}
        self._places: dict[str, list[Correction]] = {}
        for c in self.all:
            if c.kind in ("right", "dismiss"):
                self._records.setdefault(c.target, []).append(c)
                if c.article is not None:
                    self._places.setdefault(c.article, []).append(c)
        self._muted = [(c, _flat(c.target)) for c in self.all if c.kind == "mute"]
        self._touch_parties = bool(self._merged or self._renamed or self._aliases)

    def describe(self, id: str) -> str:
        """Say what a correction did, who made it and when."""
        return str(self._by_id[id])

    def apply(self, reading: Reading, hash: str) -> Corrected:
        """Return the reading of the article named `hash`, put right."""
        if not self.all:
            return Corrected(
                reading, [(e, CURRENT, None) for e in reading.events], [(s, CURRENT, None) for s in reading.statements],
                reading.signs, reading.channels,
            )  # fmt: skip
        muted = self._muted_spans(reading)
        there = {event.id for event in reading.events} | {statement.id for statement in reading.statements}
        lost = [correction for correction in self._places.get(hash, ()) if correction.target not in there]
        events = []
        for event in reading.events:
            found = self._of(event.id, hash) or [
                c for c in lost if c.target[:2] == "e-" and c.span == event.trigger.span
            ]
            events.append(self._settle(event, event.sentence, found, muted, _put_event_right))
        statements = []
        for one in reading.statements:
            span = one.content.spans[0]
            found = self._of(one.id, hash) or [c for c in lost if c.target[:2] == "s-" and c.span == span]
            statements.append(self._settle(one, span, found, muted, _put_statement_right))
        gone = {one.id for one, standing, _ in statements if standing != CURRENT}
        return Corrected(reading, events, statements, *self._settle_signs(reading, gone, muted))

    def _settle_signs(
        self, reading: Reading, gone: Collection[str], muted: Sequence[tuple[Span, str]]
    ) -> tuple[tuple[Sign, ...], tuple[ChannelSign, ...]]:
        """Return the signs that stand, their parties put right; those of statements that are `gone` do not."""

        def stands(sign: Sign | ChannelSign) -> bool:
            return sign.attributed_to not in gone and not any(contains(span, sign.sentence) for span, _ in muted)

        signs, channels = filter(stands, reading.signs), filter(stands, reading.channels)
        if not self._touch_parties:
            return tuple(signs), tuple(channels)
        return (
            tuple(
                msgspec.structs.replace(
                    sign, parties=tuple(self._party(party, []) for party in sign.parties),
                    others=tuple(map(self._key, sign.others)),
                )
                for sign in signs
            ),
            tuple(
                msgspec.structs.replace(sign, parties=tuple(sorted({self._key(key) for key in sign.parties})))
                for sign in channels
            ),
        )  # fmt: skip

    def _key(self, key: str) -> str:
        """Return the key of the party that a party is merged into, else its own."""
        merged = self._merged.get(key.casefold())
        if merged is None or merged.to is None:
            return key
        return merged.to if is_code(merged.to) else merged.to.lower()

    def _of(self, id: str, hash: str) -> list[Correction]:
        """Return the corrections of a record by its id."""
        return [c for c in self._records.get(id, ()) if c.article in (None, hash)]

    def _settle(
        self,
        record: R,
        around: Span,
        found: Sequence[Correction],
        muted: Sequence[tuple[Span, str]],
        right: Callable[[R, Correction], R],
    ) -> tuple[R, int, str | None]:
        """Return a record put right, how it stands, and the correction that decided."""
        by: str | None = None
        if self._touch_parties:
            record, by = self._with_parties(record)
        standing = CURRENT
        for correction in found:
            by = correction.id
            if correction.kind == "dismiss":
                standing = DISMISSED
            else:
                record = right(record, correction)
        for span, name in muted:
            if standing == CURRENT and contains(span, around):
                standing, by = MUTED, name
        return record, standing, by

    def _with_parties(self, record: R) -> tuple[R, str | None]:
        """Return a record with its parties merged, renamed and aliased, and the last correction that did so."""
        changed: dict[str, Any] = {}
        by: list[str] = []
        for name in ("actors", "recipients", "targets"):
            given: tuple[Party, ...] = getattr(record, name, ())
            put = tuple(self._party(party, by) for party in given)
            if put != given:
                changed[name] = put
        for name in ("speaker", "addressee", "relayed_by"):
            one: Party | None = getattr(record, name, None)
            if one is not None and (put_one := self._party(one, by)) is not one:
                changed[name] = put_one
        return (msgspec.structs.replace(record, **changed), by[-1]) if changed else (record, None)

    def _party(self, party: Party, by: list[str]) -> Party:
        """Return a party as corrected, and note the corrections that did so."""
        for correction in (
            self._aliases.get(party.text.casefold()),
            self._merged.get(party.key.casefold()),
            self._renamed.get((party.name or party.text).casefold()),
        ):
            if correction is None or correction.to is None:
                continue
            by.append(correction.id)
            if correction.kind == "rename-party":
                party = msgspec.structs.replace(party, name=correction.to)
            else:
                party = _become(party, correction.to)
        return party

    def _muted_spans(self, reading: Reading) -> list[tuple[Span, str]]:
        """Return the spans of the reading's muted paragraphs."""
        return [
            (block.span, c.id)
            for c, text in self._muted
            if c.outlet is None or c.outlet == reading.article.outlet
            for block in reading.blocks
            if _flat(reading.article.text[slice(*block.span)]) == text
        ]


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def is_code(name: str) -> bool:
    """Tell whether a party is named by its code ("RUS", "NATO") rather than by its name."""
    return name.isascii() and name.isupper() and name.isalpha()


def _become(party: Party, to: str) -> Party:
    """Return the mention as one of another party, named by code or by name."""
    if not is_code(to):
        return msgspec.structs.replace(party, name=to, country=None, code=None)
    code = to + party.code[len(party.country) :] if party.code and party.country else to
    return msgspec.structs.replace(party, country=to, code=code)


def _named(names: str, record: Event | Statement, span: Span) -> tuple[Party, ...]:
    """Make the parties of a righted field: those that the record names already keep their mention."""
    known: dict[str, Party] = {}
    for field in ("actors", "recipients", "targets"):
        known.update({party.key: party for party in getattr(record, field, ())})
    parts = [name.strip() for name in names.split(",") if name.strip()]
    return tuple(
        known.get(name) or Party(text=name, span=span, name=None if is_code(name) else name,
                                 country=name if is_code(name) else None, code=name if is_code(name) else None)
        for name in parts
    )  # fmt: skip


def _put_event_right(event: Event, correction: Correction) -> Event:
    changed: dict[str, Any] = dict(correction.fields)
    for side in ("actors", "recipients"):
        if side in changed:
            changed[side] = _named(changed[side], event, event.trigger.span)
    if "type" in changed and changed["type"] != event.type:
        changed = {"mode": None, "cameo": None, "score": type_scores()[changed["type"]], **changed}
    if "score" in changed:
        changed["score"] = float(changed["score"])
    return msgspec.structs.replace(event, **{key: None if value == "" else value for key, value in changed.items()})


def _put_statement_right(statement: Statement, correction: Correction) -> Statement:
    changed: dict[str, Any] = dict(correction.fields)
    if "speaker" in changed:
        named = _named(changed["speaker"], statement, statement.content.spans[0])
        changed["speaker"] = named[0] if named else None
    if "anonymous" in changed:
        changed["anonymous"] = changed["anonymous"] == "true"
    return msgspec.structs.replace(statement, **changed)


@cache
def type_scores() -> dict[str, float]:
    """Return the PLOVER types with their conflict-cooperation scores."""
    return {row["type"]: float(row["score"]) for row in read_table("plover/types.tsv", ("type", "score"))}


def check(correction: Correction) -> Correction:
    """Return the correction, or raise UsageError where it cannot be applied."""
    if correction.kind in ("merge-party", "rename-party", "alias-party") and not correction.to:
        raise UsageError(f"{correction.kind} {correction.target!r}: say which party it becomes (`to`)")
    if correction.kind == "pin-story" and not correction.to:
        raise UsageError(f"pin-story {correction.target!r}: say to which article's story it belongs (`to`)")
    if correction.kind in ("right", "dismiss") and correction.target[:2] not in ("e-", "s-"):
        raise UsageError(f"{correction.target!r} is no id of an event (e-...) or statement (s-...)")
    if correction.kind == "right":
        if not correction.fields:
            raise UsageError(f"right {correction.target}: say what is right, as in type=CONSULT")
        kind: type[Event | Statement] = Event if correction.target.startswith("e-") else Statement
        known = {field.name for field in msgspec.structs.fields(kind)} & _RIGHTED
        for name in correction.fields:
            if name not in known:
                raise UsageError(f"right {correction.target}: {name} is none of {', '.join(sorted(known))}")
        for name, values in (
            ("act", get_args(Act)), ("modality", get_args(Modality)), ("type", tuple(type_scores()))
        ):  # fmt: skip
            if correction.fields.get(name, values[0]) not in values:
                raise UsageError(f"right {correction.target}: {name} is one of {', '.join(values)}")
        _check_values(correction)
    return correction


def _check_values(correction: Correction) -> None:
    """Raise UsageError where a righted mode, date or score is none; an empty mode, CAMEO code or date is unknown."""
    fields, target = correction.fields, f"right {correction.target}"
    mode = fields.get("mode")
    modes = sorted({row["mode"] for row in _modes() if row["type"] == fields.get("type", row["type"]) and row["mode"]})
    if mode and mode not in modes:
        raise UsageError(
            f"{target}: mode is one of {', '.join(modes)}" if modes else f"{target}: there is no mode of it"
        )
    if fields.get("date") and not is_day(fields["date"]):
        raise UsageError(f"{target}: date is a day, as 2014-03-14")
    try:
        score = float(fields.get("score", "0"))
    except ValueError:
        score = math.nan
    if not -10 <= score <= 10:
        raise UsageError(f"{target}: score is a number from -10 to 10")


@cache
def _modes() -> tuple[dict[str, str], ...]:
    return tuple(read_table("plover/modes.tsv", ("type",)))


def load(path: Path) -> tuple[Correction, ...]:
    """Return the corrections of a TOML file: an array of tables `[[correction]]` with the fields of Correction.

    Raises UsageError, naming the file and the entry, where one is not in order.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")).get("correction", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: not a TOML file of corrections ({why(error)}); check the path") from error
    if not isinstance(given, list):
        raise UsageError(f"{path}: not a TOML file of corrections; head each one with [[correction]]")
    found = []
    for number, entry in enumerate(given, 1):
        try:
            found.append(check(msgspec.convert(entry, Correction)))
        except (msgspec.ValidationError, UsageError) as error:
            raise UsageError(f"{path}: correction {number}: {error}") from error
    return tuple(found)


def strike(text: str, id: str) -> str:
    """Return the TOML text of `load` without the correction named `id`; all else, comments too, stays as it is."""
    parts = re.split(r"(?m)^(?=[ \t]*\[\[correction\]\])", text)
    kept = []
    for part in parts:
        try:
            entries = tomllib.loads(part).get("correction", [])
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"corrections.toml is not in order ({error}); take {id} out of it by hand") from error
        if not any(msgspec.convert(entry, Correction).id == id for entry in entries):
            kept.append(part)
    return "".join(kept)


def dump(given: Iterable[Correction]) -> str:
    """Return corrections as the TOML that `load` reads."""
    parts = []
    for correction in given:
        lines = ["[[correction]]"]
        for key, value in msgspec.to_builtins(correction).items():
            lines.append(f"{key} = {_toml(value)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + ("\n" if parts else "")


def _toml(value: object) -> str:
    """Write a string, a span or a table of strings in TOML, whose basic strings are JSON's but for DEL."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(entry)}" for key, entry in value.items()) + " }"
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
