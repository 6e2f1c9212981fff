"""Turns a reading into the rows that a ledger keeps of it, and back.

Nothing here touches a database: the same reading, corrections and number always give the same rows, by which `verify`
can compare what is stored with what should be, and by which rows are taken out again before others take their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec
import zstandard

from tocsin.ledger.corrections import Corrected
from tocsin.ledger.identity import digest, is_day
from tocsin.ledger.schema import CURRENT, SOURCE, TARGET, WITHDRAWN
from tocsin.records import Article, Event, Party, Reading, Sentence, Span, Statement

Row = tuple[Any, ...]
DailyKey = tuple[str, str, str, str, str, str, str]  # party, other, side, day, type, mode, modality

AT = "@"  # before the key of a place
_STRIDE = 1 << 16  # row numbers that each article has for its records of a kind: more than fit a text
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
    """A reading as it is stored: its two parts, and the digest that names them."""

    body: bytes
    records: bytes
    digest: str


class Rows(NamedTuple):
    """The rows of one article, by table; `prints` names each unique event of a day and the count it belongs to."""

    events: list[Row]
    event_keys: list[Row]
    event_words: list[tuple[int, str]]
    statements: list[Row]
    statement_keys: list[Row]
    statement_words: list[tuple[int, str]]
    prints: list[tuple[int, DailyKey]]


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
    return Packed(pack(body), pack(records), digest(body, records))


def decode(body: bytes, records: bytes) -> tuple[Reading, str]:
    """Return the reading that was stored, and the digest of its bytes."""
    plain, packed = _decompressor().decompress(body), _decompressor().decompress(records)
    found = _unpack_records(packed)
    reading = msgspec.structs.replace(
        _unpack(plain),
        events=tuple(_unpack_event(raw).event for raw in found.events),
        statements=tuple(map(_unpack_statement, found.statements)),
    )
    return reading, digest(plain, packed)


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
    return n % _STRIDE


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
    article = corrected.reading.article
    day = day_of(article)
    first = n * _STRIDE
    sentences: dict[Span, tuple[str, str]] = {}  # as written, and the words alone
    for number, (event, standing, by) in enumerate(corrected.events, first):
        told = sentences.get(event.sentence)
        if told is None:
            sentence = article.text[slice(*event.sentence)]
            told = sentences[event.sentence] = sentence, words_alone(sentence)
        _put_event(rows, number, (event, event.date or day, *told), (WITHDRAWN if withdrawn else standing, by))
    for number, (statement, standing, by) in enumerate(corrected.statements, first):
        standing = WITHDRAWN if withdrawn else standing
        rows.statements.append((number, n, statement.id, day, standing, by, statement.act, statement.form))
        rows.statement_words.append((number, statement.content.text))
        sides = (("s", (statement.speaker,)), ("a", (statement.addressee,)), ("t", statement.targets))
        rows.statement_keys.extend([(key, day, number, roles) for key, roles in _roles(sides).items()])
    return rows


def _roles(sides: Sequence[tuple[str, Sequence[Party | None]]]) -> dict[str, str]:
    """Return each name that a record's parties can be asked for by, with the letters of its roles."""
    found: dict[str, str] = {}
    for role, parties in sides:
        for party in parties:
            if party is None:
                continue
            named = party.name.lower() if party.name else None
            key = party.country or named or party.text.lower()
            given = found.get(key, "")
            if role not in given:
                found[key] = given + role
            if named is not None and named != key:
                given = found.get(named, "")
                if role not in given:
                    found[named] = given + role
    return found


def words_alone(sentence: str) -> str:
    """Return the words by which two sentences are the same."""
    return " ".join(sentence.lower().split())


def _put_event(rows: Rows, number: int, told: tuple[Event, str, str, str], how: tuple[int, str | None]) -> None:
    """Add the rows of one event with its day, sentence and words; `how` is how it stands, and by which correction."""
    event, day, sentence, words = told
    place = event.place
    mode = event.mode or ""
    rows.events.append((
        number, number // _STRIDE, event.id, day, *how, event.type, mode, event.modality, event.score,
    ))  # fmt: skip
    rows.event_words.append((number, sentence))
    sides = (("a", event.actors), ("r", event.recipients))
    rows.event_keys.extend([(key, day, number, roles) for key, roles in _roles(sides).items()])
    if place is not None:
        names = {place.text.lower(), place.country} - {None}
        rows.event_keys.extend((f"{AT}{name}", day, number, "p") for name in names)
    if how[0] == CURRENT:
        rows.prints.extend(prints_of(event, day, words))


def prints_of(event: Event, day: str, words: str) -> Iterator[tuple[int, DailyKey]]:
    """Yield, for each pair of parties of an event, the name of the unique event and the count that it belongs to."""
    for source, target in dyads(event):
        count: DailyKey = (source, target, SOURCE, day, event.type, event.mode or "", event.modality)
        name = blake2b("\x1f".join((*count, words)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        yield int.from_bytes(name, "big", signed=True), count


def dyads(event: Event) -> Iterator[tuple[str, str]]:
    """Yield (source, target) for each pair of parties between which the event is; "" stands for nobody named.

    Each pair comes once. A symmetric event is between all of its parties, in the order of their keys.
    """
    if len(event.actors) < 2 and len(event.recipients) < 2 and not event.symmetric:  # as most are
        yield event.actors[0].key if event.actors else "", event.recipients[0].key if event.recipients else ""
        return
    actors = {party.key for party in event.actors} or {""}
    recipients = {party.key for party in event.recipients} or {""}
    if event.symmetric and len(sides := sorted((actors | recipients) - {""})) > 1:
        yield from ((one, other) for i, one in enumerate(sides) for other in sides[i + 1 :])
        return
    seen: set[frozenset[str]] = set()
    for source in sorted(actors):
        for target in sorted(recipients):
            pair = frozenset((source, target))
            if pair not in seen and (len(pair) == 2 or not source):
                seen.add(pair)
                yield source, target
    if not seen:
        yield min(actors), min(recipients)


def mirror(key: DailyKey) -> DailyKey:
    """Return the same count as it stands under the other party."""
    return (key[1], key[0], TARGET, *key[3:])


def count_reports(prints: list[tuple[int, DailyKey]]) -> tuple[Counter[int], Counter[DailyKey], dict[int, DailyKey]]:
    """Return how often each unique event is reported, how many reports each count has, and which count it is in."""
    return Counter(p for p, _ in prints), Counter(key for _, key in prints), dict(prints)
