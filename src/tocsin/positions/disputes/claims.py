"""Statements prepared for setting one against another: whose they are, where they stand, which words they use."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator

import msgspec

from tocsin.positions.joining.holders import FIGHTING, PRONOUNS, is_state_media, side_of
from tocsin.records import Content, Cue, Dispute, Event, Evidence, Party, Reading, Side, Sign, Span, Statement
from tocsin.text import content_id

_WORD = re.compile(r"[a-z][a-z'-]{3,}")
_STOP = frozenset((
    "that", "this", "with", "from", "have", "been", "were", "they", "their", "would", "could", "will", "about",
    "into", "also", "said", "says", "which", "there", "what", "when", "where", "them", "than", "very", "more",
    "such", "some", "after", "before", "only", "never", "because", "against", "being", "other", "country",
    "government", "minister", "foreign", "president", "people", "should", "does", "between", "over", "under",
    "those", "these", "while", "your", "ours", "people's",
))  # fmt: skip
_MEDIA = frozenset(("JRN",))
_BESIDE = "assertion"
_NEGATION = re.compile(
    r"\b(?:never|not|no|nobody|nothing|neither|none|without foundation|n't|cannot)\b|n['’]t\b", re.IGNORECASE
)


class Claim(msgspec.Struct, frozen=True, eq=False):
    """A statement with what is needed to set it against others.

    `side` is whom it counts for: the state for those who rule it, else the speaker's own name. `order` counts the
    statements of the article. `named` holds the keys of those whom it speaks of. `known` says whether the speaker has
    a state or a proper name, `negated` whether the content says no to something.
    """

    reading: Reading
    statement: Statement
    sentence: Span
    words: frozenset[str]
    order: int
    side: str
    country: str | None
    text: str
    named: frozenset[str] = frozenset()
    known: bool = False
    negated: bool = False

    @property
    def day(self) -> str | None:
        """The day on which it was published."""
        return self.reading.article.published

    @property
    def record(self) -> str | None:
        """The id of the statement, None where the claim is told without one."""
        return self.statement.id if self.statement.rule != _BESIDE else None

    def keys(self, other: Claim) -> frozenset[str | None]:
        """Return what it counts as where `other` speaks of it: its side, and a state not the other's."""
        if self.country == other.country and _is_apart(self) and not _is_apart(other):
            return frozenset((self.side,))
        return frozenset((self.side, self.country))

    @property
    def cue(self) -> str:
        """The words that report it, "" where none do."""
        return self.statement.cue.text if self.statement.cue is not None else ""

    @property
    def name(self) -> str:
        """The speaker's name for a reader."""
        speaker = self.statement.speaker
        if speaker is None:
            return "somebody"
        bare = speaker.name is None and speaker.text.lower() in PRONOUNS
        return (speaker.country if bare else speaker.name) or speaker.text

    def as_side(self, words: str | None = None, against: frozenset[str] = frozenset()) -> Side:
        """Return the side of a dispute that this claim is.

        `words` are those of its content that matter; without them its sentence that shares most with the words it is
        held `against` stands for it.
        """
        return Side(party=self.statement.speaker, says=self.text, evidence=self.evidence(words, against))

    def evidence(self, words: str | None = None, against: frozenset[str] = frozenset()) -> Evidence:
        """Return the sentence that the claim begins in, or the one of its sentences that holds certain words."""
        article = self.reading.article
        spans = self.statement.content.spans
        if not words and against and spans[-1][1] > self.sentence[1]:
            held = [s.span for s in self.reading.sentences if any(a < s.span[1] and s.span[0] < b for a, b in spans)]
            common = [len(against & set(_WORD.findall(article.text[a:b].lower()))) for a, b in held]
            if held and max(common) > common[0]:
                return article.quote(held[common.index(max(common))], self.record)
        if words:
            for start, end in self.statement.content.spans:
                at = article.text.lower().find(words.lower(), start, end)
                for sentence in self.reading.sentences if at >= 0 else ():
                    if sentence.span[0] <= at < sentence.span[1]:
                        return article.quote(sentence.span, self.record)
        return article.quote(self.sentence, self.record)


def find_claims(reading: Reading) -> Iterator[Claim]:
    """Yield the statements of a reading and what parties say beside them (assertions.py), in text order."""
    starts = [sentence.span[0] for sentence in reading.sentences]
    beside = [_told(sign, reading) for sign in reading.signs if sign.group == "claim"] if _is_whole(reading) else []
    owned = {statement.content.spans[0] for statement in beside}  # by a speaker whom the statement itself lacks
    plain = [s for s in reading.statements if s.speaker is not None or s.content.spans[0] not in owned]
    ordered = sorted((*plain, *beside), key=lambda statement: statement.content.spans[0])
    blamed = {event.trigger.span[0]: event.recipients for event in reading.events if event.type == "ACCUSE"}
    for order, statement in enumerate(ordered):
        first = statement.content.spans[0][0]
        at = bisect_right(starts, first) - 1
        sentence = reading.sentences[at].span if at >= 0 else statement.content.spans[0]
        if not sentence[0] <= first < sentence[1]:
            sentence = statement.content.spans[0]
        text = statement.content.text
        words = content_words(text.lower())
        speaker = statement.speaker
        country = speaker.country if speaker else None
        named = (*statement.targets, *blamed.get(statement.cue.span[0] if statement.cue is not None else -1, ()))
        keys = frozenset(key for party in named for key in _keys_of(party))
        yield Claim(
            reading, statement, sentence, words, order, side_of(speaker), country, text, keys, _is_known(speaker),
            _NEGATION.search(text) is not None,
        )  # fmt: skip


def _is_known(speaker: Party | None) -> bool:
    """Tell whether a speaker has a state or a proper name."""
    if speaker is None:
        return False
    if is_state_media(speaker):
        return True
    if _MEDIA & set(speaker.sectors) or speaker.text.lower() in PRONOUNS - {"he", "she"}:
        return speaker.country is not None and not _MEDIA & set(speaker.sectors)
    return speaker.country is not None or any(word[:1].isupper() for word in (speaker.name or "").split())


def content_words(low: str) -> frozenset[str]:
    """Return the words of a text in lower case that carry what it is about."""
    return frozenset(_WORD.findall(low)) - _STOP


def _is_whole(reading: Reading) -> bool:
    """Tell whether a reading holds more than its signs."""
    return bool(reading.statements or reading.events)


def _told(sign: Sign, reading: Reading) -> Statement:
    """Make the statement that a claim told without one would be."""
    article = reading.article
    at = article.text.find(sign.cue, *sign.sentence) if sign.cue else -1
    return Statement(
        id=content_id("s-", article.id, sign.kind, sign.span), speaker=sign.parties[0], anonymous=False,
        cue=Cue(sign.cue, (at, at + len(sign.cue))) if at >= 0 else None, addressee=None,
        content=Content(article.text[slice(*sign.span)], (sign.span,)), form="indirect",
        act=sign.kind,  # type: ignore[arg-type]
        confidence=0.5, rule=_BESIDE,
        targets=tuple(Party(text=key, span=sign.span, name=key, country=key) for key in sign.others),
    )  # fmt: skip


def _keys_of(party: Party) -> Iterator[str]:
    """Yield what a party counts as where it is spoken of: its side, and its state unless it stands apart from it."""
    if FIGHTING.isdisjoint(party.sectors) or not party.country:
        yield party.key
    if side := side_of(party):
        yield side


def opposed(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are of different sides."""
    return bool(one.side) and bool(other.side) and one.side != other.side


def apart(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are of different states, or one speaks of the side of the other by its name."""
    return one.country != other.country or (other.side != other.country and other.side in one.named)


def foreign(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are of different states, or one of a movement or party against those of its state."""
    return one.country != other.country or (opposed(one, other) and _is_apart(one) != _is_apart(other))


def _is_apart(claim: Claim) -> bool:
    """Tell whether a claim is of a movement, party or armed group within a state."""
    return claim.statement.speaker is not None and not FIGHTING.isdisjoint(claim.statement.speaker.sectors)


def deeds_of(claim: Claim, doers: Collection[str | None]) -> list[Event]:
    """Return what a claim says that somebody did."""
    spans = claim.statement.content.spans
    return [
        event for event in claim.reading.events
        if event.modality == "asserted" and any(a <= event.trigger.span[0] < b for a, b in spans)
        and any(party.key in doers for party in event.actors)
    ]  # fmt: skip


def make_dispute(
    kind: str, one: Claim, other: Claim, confidence: float, reason: str, words: tuple[str, str] = ("", "")
) -> Dispute:  # fmt: skip
    """Make the record of two claims held against each other; `words` are those of each that conflict."""
    common = sorted(one.words & other.words, key=lambda word: (-len(word), word))
    return Dispute(
        id=content_id("x-", kind, one.statement.id, other.statement.id), kind=kind, topic=" ".join(common[:3]) or kind,
        first=one.as_side(words[0], other.words), second=other.as_side(words[1], one.words), reason=reason,
        confidence=confidence,
    )  # fmt: skip


def accused(claim: Claim) -> frozenset[str]:
    """Return the keys of those whom a claim names."""
    return claim.named


def alike(one: Claim, other: Claim) -> float:
    """Return the share of content words in common, of the shorter content."""
    return len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
