"""Turns a reading into the rows that a ledger keeps of it, and back.

Nothing here touches a database: the same reading, corrections and number always give the same rows, by which `verify`
can compare what is stored with what should be, and by which rows are taken out again before others take their place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec
import zstandard

from tocsin.ledger.corrections import Corrected
from tocsin.ledger.identity import digest, is_day
from tocsin.ledger.schema import CURRENT, WITHDRAWN
from tocsin.records import Article, Event, Party, Reading, Sentence, Span, Statement

Row = tuple[Any, ...]
Print = tuple[str, str, str, str, str, str, int]  # source, target, day, type, mode, modality, words
_Posted = defaultdict[str, list[int]]  # under each key the places of an article's records, with their roles

AT, KIND, MODAL = "@", "=", "~"  # before the keys of a place, of a type or act, of a modality
NO_PARTY = AT + KIND + MODAL  # with which the keys begin that name no party
ANY = KIND  # the key of every record: its place, and that of the first record with the same words
ACTOR, RECIPIENT = 1, 2  # roles of a party in an event
SPEAKER, ADDRESSEE, TARGET = 1, 2, 4  # roles of a party in a statement
ROLES = 8  # by which the place of a record is multiplied under its keys, to add its roles
STRIDE = 1 << 16  # row numbers that each article has for its records of a kind: more than fit a text
_LEVEL = 1  # zstd's; higher ones take more time than they save space


class EventBody(msgspec.Struct, frozen=True, array_like=True):
    """What is stored of an event besides what it is filtered by: the record as read, and its sentence."""

    event: Event
    sentence: str


class Records(msgspec.Struct, frozen=True, array_like=True):
    """The packed records of an article, each for itself, so that a listing unpacks only what it shows."""

    events: list[msgspec.Raw]
    statements: list[msgspec.Raw]


class Packed(NamedTuple):
    """A reading as it is stored: its two compressed parts, and the digest that names them."""

    body: bytes
    records: bytes
    digest: str


class Rows(NamedTuple):
    """The rows of one article, by table; `prints` names the unique event that each is a report of."""

    event_keys: list[Row]
    event_words: list[tuple[int, str]]
    statement_keys: list[Row]
    statement_words: list[tuple[int, str]]
    standings: list[Row]
    named: list[Row]
    prints: list[Print]


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Reading).decode
_unpack_records = msgspec.msgpack.Decoder(Records).decode
_unpack_event = msgspec.msgpack.Decoder(EventBody).decode
_unpack_statement = msgspec.msgpack.Decoder(Statement).decode
_compressor = cache(lambda: zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True))
_decompressor = cache(zstandard.ZstdDecompressor)


def encode(reading: Reading) -> Packed:
    """Return a reading in two compressed parts, without tokens and mentions: its records, and all else."""
    text = reading.article.text
    records = _pack((  # as Records, of which each part can be unpacked for itself
        [EventBody(event, text[slice(*event.sentence)]) for event in reading.events], reading.statements,
    ))  # fmt: skip
    sentences = reading.sentences
    if any(sentence.words for sentence in sentences):
        sentences = tuple(Sentence(s.index, s.span, s.block, s.kind) for s in sentences)
    body = _pack(msgspec.structs.replace(
        reading, sentences=sentences, mentions=(), places=(), events=(), statements=()
    ))  # fmt: skip
    pack = _compressor().compress
    small, smaller = pack(body), pack(records)
    return Packed(small, smaller, digest(small, smaller))


def digest_before(body: bytes, records: bytes) -> str:
    """Return the digest by which ledgers before version 8 named a reading: that of its bytes before compression."""
    return digest(_decompressor().decompress(body), _decompressor().decompress(records))


def decode(body: bytes, records: bytes) -> tuple[Reading, str]:
    """Return the reading that was stored, and the digest of its bytes as they are stored."""
    plain, packed = _decompressor().decompress(body), _decompressor().decompress(records)
    found = _unpack_records(packed)
    reading = msgspec.structs.replace(
        _unpack(plain),
        events=tuple(_unpack_event(raw).event for raw in found.events),
        statements=tuple(map(_unpack_statement, found.statements)),
    )
    return reading, digest(body, records)


def unpack_records(records: bytes) -> Records:
    """Return the packed records of an article."""
    return _unpack_records(_decompressor().decompress(records))


def unpack_event(records: Records, n: int) -> EventBody:
    """Return the event with row number `n`, as read."""
    return _unpack_event(records.events[place_of(n)])


def unpack_statement(records: Records, n: int) -> Statement:
    """Return the statement with row number `n`, as read."""
    return _unpack_statement(records.statements[place_of(n)])


def place_of(n: int) -> int:
    """Return which of its article's records of a kind has row number `n`."""
    return n % STRIDE


def day_of(article: Article) -> str:
    """Return the ISO day of publication; "" where it is not known."""
    day = (article.published or "")[:10]
    return day if is_day(day) else ""


def article_words(article: Article) -> str:
    """Return the text by which an article is searched."""
    return f"{article.title}\n{article.text}" if article.title else article.text


def make_rows(corrected: Corrected, n: int, *, withdrawn: bool) -> Rows:
    """Return the rows of article number `n`; those of a `withdrawn` version count nowhere."""
    rows = Rows([], [], [], [], [], [], [])
    _put_events(rows, corrected, n, withdrawn)
    day = day_of(corrected.reading.article)
    first = n * STRIDE
    posted: _Posted = defaultdict(list)
    for place, (statement, standing, by) in enumerate(corrected.statements):
        given = place * ROLES
        posted[KIND + statement.act].append(given)
        if statement.speaker is not None:
            _post(posted, (statement.speaker,), given, SPEAKER)
        if statement.addressee is not None:
            _post(posted, (statement.addressee,), given, ADDRESSEE)
        if statement.targets:
            _post(posted, statement.targets, given, TARGET)
        rows.statement_words.append((first + place, statement.content.text))
        if withdrawn or by is not None or standing != CURRENT:
            rows.standings.append(("statement", first + place, WITHDRAWN if withdrawn else standing, by))
    if corrected.statements:
        posted[ANY] = [place * (STRIDE + 1) for place in range(len(corrected.statements))]
    rows.statement_keys.extend([(key, day, n, _list(given)) for key, given in posted.items()])
    ids = [event.id for event, _, _ in corrected.events] + [said.id for said, _, _ in corrected.statements]
    if ids:
        rows.named.append((n, f" {' '.join(ids)} "))
    return rows


def _put_events(rows: Rows, corrected: Corrected, n: int, withdrawn: bool) -> None:
    """Add the rows of an article's events; those that stand on one sentence share its words."""
    text = corrected.reading.article.text
    published = day_of(corrected.reading.article)
    first = n * STRIDE
    days: dict[str, _Posted] = {}
    sentences: dict[Span, tuple[int, int]] = {}  # the first event that stands on it, and what names its words
    for place, (event, standing, by) in enumerate(corrected.events):
        told = sentences.get(event.sentence)
        if told is None:
            sentence = text[slice(*event.sentence)]
            told = sentences[event.sentence] = place, name_words(sentence)
            rows.event_words.append((first + place, sentence))
        day = event.date or published
        posted = days.get(day)
        if posted is None:
            posted = days[day] = defaultdict(list)
        given = place * ROLES
        posted[ANY].append(place * STRIDE + told[0])
        posted[KIND + event.type].append(given)
        posted[MODAL + event.modality].append(given)
        _post(posted, event.actors, given, ACTOR)
        _post(posted, event.recipients, given, RECIPIENT)
        if event.place is not None:
            for name in {event.place.text.lower(), event.place.country} - {None}:
                posted[f"{AT}{name}"].append(given)
        if withdrawn or by is not None or standing != CURRENT:
            rows.standings.append(("event", first + place, WITHDRAWN if withdrawn else standing, by))
        if not withdrawn and standing == CURRENT:
            rows.prints.extend(prints_of(event, day, told[1]))
    for day, posted in days.items():
        rows.event_keys.extend([(key, day, n, _list(given)) for key, given in posted.items()])


def _list(given: list[int]) -> str:
    """Return numbers as a list in JSON, the last one first."""
    return str(given[::-1]) if len(given) > 1 else f"[{given[0]}]"


def _post(posted: _Posted, parties: Sequence[Party], given: int, role: int) -> None:
    """Post a record under each name that its parties can be asked for by, once for all of its roles."""
    for party in parties:
        named = party.name.lower() if party.name else None
        key = party.country or named or party.text.lower()
        there = posted[key]
        if there and there[-1] >= given:
            there[-1] |= role
        else:
            there.append(given | role)
        if named is not None and named != key:
            there = posted[named]
            if there and there[-1] >= given:
                there[-1] |= role
            else:
                there.append(given | role)


def name_words(sentence: str) -> int:
    """Return a number (64 bits, signed) that is the same for two sentences of the same words."""
    words = sentence.lower()
    if not words.isprintable() or "  " in words:  # with other white space than single spaces
        words = " ".join(words.split())
    name = blake2b(words.strip().encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(name, "big", signed=True)


def prints_of(event: Event, day: str, words: int) -> list[Print]:
    """Return what names an event that is told in some words, for each pair of its parties."""
    kind, mode, modality = event.type, event.mode or "", event.modality
    return [(source, target, day, kind, mode, modality, words) for source, target in dyads(event)]


def dyads(event: Event) -> Sequence[tuple[str, str]]:
    """Return (source, target) for each pair of parties between which the event is; "" stands for nobody named.

    Each pair comes once. A symmetric event is between all of its parties, in the order of their keys.
    """
    if len(event.actors) < 2 and len(event.recipients) < 2 and not event.symmetric:  # as most are
        return ((event.actors[0].key if event.actors else "", event.recipients[0].key if event.recipients else ""),)
    actors = {party.key for party in event.actors} or {""}
    recipients = {party.key for party in event.recipients} or {""}
    if event.symmetric and len(sides := sorted((actors | recipients) - {""})) > 1:
        return [(one, other) for i, one in enumerate(sides) for other in sides[i + 1 :]]
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for source in sorted(actors):
        for target in sorted(recipients):
            pair = frozenset((source, target))
            if len(pair) == 2 or not source:
                seen.setdefault(pair, (source, target))
    return list(seen.values()) or [(min(actors), min(recipients))]
