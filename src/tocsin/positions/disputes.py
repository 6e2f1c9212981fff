"""Sets accusation against denial, a claim against its contrary, and one version of an incident against another.

Three rules, each of which gives both sentences and its reason in plain words:
- denial: a party denies or rejects something; the claim is the accusation nearest before it (in the sentence, the
  paragraph, the article or another article of the week before) that names that party or shares its words. Events count
  as well as statements: an accusation by one party of another, and a refusal of the other towards the first;
- contrary: two parties use predicates of data/positions/contraries.tsv that cannot both hold, of a topic they share;
- versions: one sentence sets two sources against each other ("though", "but", "while") on a topic they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Dispute, Event, Party, Reading, Side, Statement
from tocsin.text import content_id, days_between

_WORD = re.compile(r"[a-z][a-z'-]{3,}")
_SET_AGAINST = re.compile(
    r"\b(?:though|although|but|while|whereas|however|despite|contradict\w*|denie[sd]|disput\w+)\b", re.IGNORECASE
)
_STOP = frozenset(
    {
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "were",
        "they",
        "their",
        "would",
        "could",
        "will",
        "about",
        "into",
        "also",
        "said",
        "says",
        "which",
        "there",
        "what",
        "when",
        "where",
        "them",
        "than",
        "very",
        "more",
        "such",
        "some",
    }
)
_DENIES = re.compile(r"den(?:y|ies|ied|ying|ial)|reject|dismiss|refut|rebut|disput", re.IGNORECASE)
_DAYS = 7
_NEAR = 400  # code points, about two sentences
_ALIKE = 0.2


class _Claim(msgspec.Struct, frozen=True):
    """A statement with what is needed to set it against others."""

    reading: Reading
    statement: Statement
    sentence: tuple[int, int]
    words: frozenset[str]
    order: int


def find_disputes(readings: Sequence[Reading]) -> tuple[Dispute, ...]:
    """Return the disputes between the statements of the readings, the surest first; each pair of sentences once."""
    claims = [claim for reading in readings for claim in _claims(reading)]
    found: dict[tuple[str, str], Dispute] = {}
    for dispute in (*_denied_accusations(readings), *_denials(claims), *_contraries(claims), *_versions(claims)):
        one, other = sorted((_place(dispute.first), _place(dispute.second)))
        key = (one, other)
        if key not in found or dispute.confidence > found[key].confidence:
            found[key] = dispute
    return tuple(sorted(found.values(), key=lambda dispute: -dispute.confidence))


def _place(side: Side) -> str:
    """Name the sentence and party of a side."""
    return f"{side.evidence.article}:{side.evidence.span[0]}:{side.party.key if side.party else ''}"


def _claims(reading: Reading) -> Iterator[_Claim]:
    """Yield the statements of a reading with their sentences."""
    starts = [sentence.span for sentence in reading.sentences]
    for order, statement in enumerate(reading.statements):
        first = statement.content.spans[0][0]
        sentence = next((span for span in starts if span[0] <= first < span[1]), statement.content.spans[0])
        words = frozenset(_WORD.findall(statement.content.text.lower())) - _STOP
        yield _Claim(reading, statement, sentence, words, order)


def _speaker(claim: _Claim) -> str | None:
    """Return the key of who speaks."""
    return claim.statement.speaker.key if claim.statement.speaker else None


def _denials(claims: Sequence[_Claim]) -> Iterator[Dispute]:
    """Pair each denial with the accusation that it answers."""
    accusations = [claim for claim in claims if claim.statement.act == "accuse"]
    for denial in claims:
        if denial.statement.act not in ("deny", "reject") or _speaker(denial) is None:
            continue
        best, best_score = None, 0.0
        for accusation in accusations:
            score = _answers(denial, accusation)
            if score > best_score:
                best, best_score = accusation, score
        if best is not None and best_score >= 0.5:
            verb = "denies" if denial.statement.act == "deny" else "rejects"
            reason = f"{_name(denial)} {verb} what {_name(best)} alleges"
            yield _dispute("denial", best, denial, min(0.95, best_score), reason)


def _denied_accusations(readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Pair an accusation with a denial by the accused towards the accuser, of the same article or the week after."""
    accusations = [(r, e) for r in readings for e in r.events if e.type == "ACCUSE" and e.modality == "asserted"]
    for reading in readings:
        for denial in reading.events:
            if denial.type != "REJECT" or not _DENIES.match(denial.trigger.text):
                continue
            answered = [(_event_fit(reading, denial, r, e), r, e) for r, e in accusations]
            fit, where, accusation = max(answered, key=lambda found: found[0], default=(0.0, reading, denial))
            if fit > 0:
                yield _event_dispute(reading, denial, where, accusation, fit)


def _event_fit(reading: Reading, denial: Event, where: Reading, accusation: Event) -> float:
    """Say from 0 to 1 how surely a denial answers an accusation, by their parties and places."""
    accusers, accused = _keys(accusation.actors), _keys(accusation.recipients)
    if not (_keys(denial.actors) & accused) or not accusers or accusers & _keys(denial.actors):
        return 0.0
    towards = bool(_keys(denial.recipients) & accusers)
    if reading.article.id == where.article.id:
        gap = denial.sentence[0] - accusation.sentence[0]
        return (0.95 if gap == 0 else 0.8 if 0 < gap < _NEAR else 0.6) if towards or 0 <= gap < _NEAR else 0.0
    days = days_between(reading.article.published, where.article.published)
    return 0.65 if towards and days is not None and days <= _DAYS else 0.0


def _keys(parties: Sequence[Party]) -> set[str]:
    """Return the keys of parties."""
    return {party.key for party in parties}


def _event_dispute(reading: Reading, denial: Event, where: Reading, accusation: Event, fit: float) -> Dispute:
    """Make the record of an accusation and its denial."""
    accuser, denier = accusation.actors[0], denial.actors[0]
    return Dispute(
        id=content_id("x-", accusation.id, denial.id),
        kind="denial",
        topic=where.article.text[slice(*accusation.trigger.span)],
        first=Side(
            party=accuser,
            says=where.article.text[slice(*accusation.sentence)],
            evidence=where.article.quote(accusation.sentence, accusation.id),
        ),
        second=Side(
            party=denier,
            says=reading.article.text[slice(*denial.sentence)],
            evidence=reading.article.quote(denial.sentence, denial.id),
        ),
        reason=f"{denier.name or denier.text} denies what {accuser.name or accuser.text} alleges",
        confidence=fit,
    )


def _answers(denial: _Claim, accusation: _Claim) -> float:
    """Say from 0 to 1 how surely a denial answers an accusation."""
    accuser, denier = _speaker(accusation), _speaker(denial)
    if accuser is None or accuser == denier:
        return 0.0
    accused = {party.key for party in accusation.statement.targets}
    named = denier in accused
    shared = _shared(denial, accusation)
    if denial.reading.article.id == accusation.reading.article.id:
        if denial.sentence == accusation.sentence:
            return 0.9 if named else 0.7
        near = 0 < denial.order - accusation.order <= 3
        return 0.8 * named * near + 0.3 * (shared >= _ALIKE) if near else 0.6 * named * (shared >= _ALIKE)
    gap = days_between(denial.reading.article.published, accusation.reading.article.published)
    if gap is None or gap > _DAYS:
        return 0.0
    return 0.65 if named and shared >= _ALIKE else 0.0


def _shared(one: _Claim, other: _Claim) -> float:
    """Return the share of content words in common, of the shorter content."""
    return len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))


@cache
def _predicates() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Load the contrary predicates, longest phrases first."""
    return tuple(
        (row["topic"], _longest_first(row["for"]), _longest_first(row["against"]))
        for row in read_table("positions/contraries.tsv", ("topic", "for", "against"))
    )


def _longest_first(cell: str) -> tuple[str, ...]:
    """Return the phrases of a cell so that the more specific is tried first."""
    return tuple(sorted(cell_values(cell), key=len, reverse=True))


def _polarity(text: str, pro: Sequence[str], contra: Sequence[str]) -> tuple[int, str | None]:
    """Say whether a lower-case text uses a predicate (1), its contrary (-1) or neither (0), and the phrase used."""
    for phrase in contra:
        if re.search(rf"\b{re.escape(phrase)}\b", text):
            return -1, phrase
    for phrase in pro:
        if re.search(rf"\b{re.escape(phrase)}\b", text):
            return 1, phrase
    return 0, None


def _contraries(claims: Sequence[_Claim]) -> Iterator[Dispute]:
    """Pair claims of different parties that use contrary predicates of one topic."""
    for topic, pro, contra in _predicates():
        sided: dict[int, list[tuple[_Claim, str]]] = {1: [], -1: []}
        for claim in claims:
            if _speaker(claim) is not None:
                sign, phrase = _polarity(claim.statement.content.text.lower(), pro, contra)
                if sign and phrase:
                    sided[sign].append((claim, phrase))
        for one, first in sided[1]:
            for other, second in sided[-1]:
                if _speaker(one) == _speaker(other):
                    continue
                common = (one.words & other.words) - set(_WORD.findall(f"{first} {second}"))
                gap = days_between(one.reading.article.published, other.reading.article.published)
                same = one.reading.article.id == other.reading.article.id
                if common and (same or (gap is not None and gap <= _DAYS)):
                    held = f"{_name(one)} says “{first}”, {_name(other)} says “{second}”"
                    reason = f"on {max(sorted(common), key=len)}: {held} ({topic})"
                    yield _dispute("contrary", one, other, 0.75 if same else 0.6, reason)


def _versions(claims: Sequence[_Claim]) -> Iterator[Dispute]:
    """Pair two sources that one sentence sets against each other."""
    for one, other in pairwise(claims):
        if one.reading.article.id != other.reading.article.id or one.sentence != other.sentence:
            continue
        if _speaker(one) is None or _speaker(one) == _speaker(other) or other.statement.speaker is None:
            continue
        first, second = one.statement.content.spans[-1][1], other.statement.content.spans[0][0]
        between = one.reading.article.text[first : max(first, second)]
        word = _SET_AGAINST.search(between)
        if word is not None:
            reason = f"the sentence sets {_name(other)} against {_name(one)} (“{word.group()}”)"
            yield _dispute("versions", one, other, 0.6, reason)


def _name(claim: _Claim) -> str:
    """Name the speaker of a claim for a reader."""
    speaker = claim.statement.speaker
    return (speaker.name or speaker.text) if speaker else "somebody"


def _dispute(kind: str, first: _Claim, second: _Claim, confidence: float, reason: str) -> Dispute:
    """Make the record of two claims held against each other."""
    return Dispute(
        id=content_id("x-", first.statement.id, second.statement.id),
        kind=kind,
        topic=" ".join(sorted((first.words & second.words), key=len, reverse=True)[:3]) or kind,
        first=Side(
            party=first.statement.speaker, says=first.statement.content.text,
            evidence=first.reading.article.quote(first.sentence, first.statement.id),
        ),
        second=Side(
            party=second.statement.speaker, says=second.statement.content.text,
            evidence=second.reading.article.quote(second.sentence, second.statement.id),
        ),
        reason=reason,
        confidence=confidence,
    )  # fmt: skip
