"""Turns a reading into the rows that a ledger keeps of it, and back.

Nothing here touches a database: the same reading, corrections and number always give the same rows, by which `verify`
can compare what is stored with what should be, and by which rows are taken out again before others take their place.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from tocsin.ledger.corrections import Corrected
from tocsin.ledger.identity import digest
from tocsin.ledger.schema import CURRENT, WITHDRAWN
from tocsin.records import Article, Event, Party, Reading, Sentence, Statement

Row = dict[str, Any]
DailyKey = tuple[str, str, str, str, str, str]  # source, target, day, type, mode, modality

_WORD = re.compile(r"\w+")
_STRIDE = 1 << 16  # row numbers that each article has for its records of a kind: more than fit a text


class EventBody(msgspec.Struct, frozen=True, array_like=True):
    """What is stored of an event besides what it is filtered by: the record as corrected, and its sentence."""

    event: Event
    sentence: str


class StatementBody(msgspec.Struct, frozen=True, array_like=True):
    """What is stored of a statement besides what it is filtered by: the record as corrected."""

    statement: Statement


class Rows(NamedTuple):
    """The rows of one article, by table; `prints` names each unique event of a day and the count it belongs to."""

    events: list[Row]
    event_bodies: list[Row]
    event_parties: list[Row]
    event_words: list[Row]
    statements: list[Row]
    statement_bodies: list[Row]
    statement_parties: list[Row]
    statement_words: list[Row]
    prints: list[tuple[int, DailyKey]]


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Reading).decode
unpack_event = msgspec.msgpack.Decoder(EventBody).decode
unpack_statement = msgspec.msgpack.Decoder(StatementBody).decode


def encode(reading: Reading) -> tuple[bytes, str]:
    """Return a reading as compressed bytes, without tokens and mentions, and the digest that names it.

    `article.source` is left out of the digest: the same folder under another path is read to the same thing.
    """
    if reading.mentions or any(sentence.words for sentence in reading.sentences):
        bare = tuple(Sentence(s.index, s.span, s.block, s.kind) for s in reading.sentences)
        reading = msgspec.structs.replace(reading, sentences=bare, mentions=(), places=())
    body = _pack(reading)
    return zlib.compress(body, 1), digest(body)


def decode(body: bytes) -> tuple[Reading, str]:
    """Return the reading that was stored, and the digest of its bytes."""
    plain = zlib.decompress(body)
    return _unpack(plain), digest(plain)


def day_of(article: Article) -> str:
    """Return the ISO day of publication; "" where it is not known."""
    return (article.published or "")[:10]


def article_words(article: Article) -> str:
    """Return the text by which an article is searched."""
    return f"{article.title}\n{article.text}" if article.title else article.text


def make_rows(corrected: Corrected, n: int, *, withdrawn: bool) -> Rows:
    """Return the rows of article number `n`; those of a `withdrawn` version count nowhere."""
    rows = Rows([], [], [], [], [], [], [], [], [])
    article = corrected.reading.article
    day = day_of(article)
    first = n * _STRIDE
    for number, (event, standing, by) in enumerate(corrected.events, first):
        _put_event(rows, number, event, article, (WITHDRAWN if withdrawn else standing, by))
    for number, (statement, standing, by) in enumerate(corrected.statements, first):
        head = {
            "n": number, "article": n, "id": statement.id, "day": day,
            "standing": WITHDRAWN if withdrawn else standing, "correction": by,
            "act": statement.act, "form": statement.form,
        }  # fmt: skip
        rows.statements.append(head)
        rows.statement_bodies.append({"n": number, "body": _pack(StatementBody(statement))})
        rows.statement_words.append({"n": number, "body": statement.content.text})
        sides = (
            ("speaker", (statement.speaker,)), ("addressee", (statement.addressee,)), ("target", statement.targets),
        )  # fmt: skip
        for role, key in sorted({(role, key) for role, side in sides for p in side if p for key in names_of(p)}):
            rows.statement_parties.append({"key": key, "day": day, "record": number, "role": role})
    return rows


def _put_event(rows: Rows, number: int, event: Event, article: Article, how: tuple[int, str | None]) -> None:
    """Add the rows of one event; `how` is how it stands, and by which correction."""
    day = event.date or day_of(article)
    sentence = article.text[slice(*event.sentence)]
    place = event.place
    rows.events.append({
        "n": number, "article": number // _STRIDE, "id": event.id, "day": day, "standing": how[0],
        "correction": how[1], "type": event.type, "mode": event.mode or "", "modality": event.modality,
        "place": place.text.lower() if place else "", "country": (place.country or "") if place else "",
        "score": event.score,
    })  # fmt: skip
    rows.event_bodies.append({"n": number, "body": _pack(EventBody(event, sentence))})
    rows.event_words.append({"n": number, "body": sentence})
    sides = (("actor", event.actors), ("recipient", event.recipients))
    for role, key in sorted({(role, key) for role, side in sides for party in side for key in names_of(party)}):
        rows.event_parties.append({"key": key, "day": day, "record": number, "role": role})
    if how[0] == CURRENT:
        words = " ".join(_WORD.findall(sentence.lower()))
        for source, target in dyads(event):
            count: DailyKey = (source, target, day, event.type, event.mode or "", event.modality)
            name = blake2b("\x1f".join((*count, words)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            rows.prints.append((int.from_bytes(name, "big", signed=True), count))


def names_of(party: Party) -> set[str]:
    """Return what a party can be asked for by: its key, and its name or text in lower case."""
    return {party.key, (party.name or party.text).lower()}


def dyads(event: Event) -> Iterator[tuple[str, str]]:
    """Yield (source, target) for each pair of parties between which the event is; "" stands for nobody named.

    Each pair comes once. A symmetric event is between all of its parties, in the order of their keys.
    """
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


def count_reports(prints: list[tuple[int, DailyKey]]) -> tuple[Counter[int], Counter[DailyKey], dict[int, DailyKey]]:
    """Return how often each unique event is reported, how many reports each count has, and which count it is in."""
    return Counter(p for p, _ in prints), Counter(key for _, key in prints), dict(prints)
