"""Statements prepared for setting one against another: whose they are, where they stand, which words they use."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from tocsin.records import Dispute, Evidence, Party, Reading, Side, Span, Statement
from tocsin.text import content_id

RULERS = frozenset(("GOV", "MIL", "JUD", "SPY", "COP", "IGO"))
_WORD = re.compile(r"[a-z][a-z'-]{3,}")
_STOP = frozenset((
    "that", "this", "with", "from", "have", "been", "were", "they", "their", "would", "could", "will", "about",
    "into", "also", "said", "says", "which", "there", "what", "when", "where", "them", "than", "very", "more",
    "such", "some", "after", "before", "only", "never", "because", "against", "being", "other", "country",
    "government", "minister", "foreign", "president", "people", "should", "does", "between", "over", "under",
    "those", "these", "while", "your", "ours", "people's",
))  # fmt: skip
_MEDIA = frozenset(("JRN", "MED"))
_PRONOUNS = frozenset((
    "he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "some", "many", "one",
    "others", "those", "these", "most", "few", "several", "another", "both", "all", "critics", "analysts",
))  # fmt: skip
_NEGATION = re.compile(
    r"\b(?:never|not|no|nobody|nothing|neither|none|without foundation|n't|cannot)\b|n['’]t\b", re.IGNORECASE
)


class Claim(msgspec.Struct, frozen=True, eq=False):
    """A statement with what is needed to set it against others.

    `side` is whom it counts for: the state for those who rule it, else the speaker's own name. `order` counts the
    statements of the article.
    """

    reading: Reading
    statement: Statement
    sentence: Span
    words: frozenset[str]
    order: int
    side: str
    country: str | None
    text: str

    @property
    def day(self) -> str | None:
        """The day on which it was published."""
        return self.reading.article.published

    @property
    def known(self) -> bool:
        """Whether the speaker has a state or a proper name."""
        speaker = self.statement.speaker
        if speaker is not None and (_MEDIA & set(speaker.sectors) or speaker.text.lower() in _PRONOUNS - {"he", "she"}):
            return self.country is not None and not _MEDIA & set(speaker.sectors)
        named = speaker is not None and any(word[:1].isupper() for word in (speaker.name or "").split())
        return self.country is not None or named

    @property
    def cue(self) -> str:
        """The words that report it, "" where none do."""
        return self.statement.cue.text if self.statement.cue is not None else ""

    @property
    def negated(self) -> bool:
        """Whether the content says no to something."""
        return _NEGATION.search(self.text) is not None

    @property
    def name(self) -> str:
        """The speaker's name for a reader."""
        speaker = self.statement.speaker
        if speaker is None:
            return "somebody"
        bare = speaker.name is None and speaker.text.lower() in _PRONOUNS
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
                return article.quote(held[common.index(max(common))], self.statement.id)
        if words:
            for start, end in self.statement.content.spans:
                at = article.text.lower().find(words.lower(), start, end)
                for sentence in self.reading.sentences if at >= 0 else ():
                    if sentence.span[0] <= at < sentence.span[1]:
                        return article.quote(sentence.span, self.statement.id)
        return article.quote(self.sentence, self.statement.id)


def side_of(party: Party | None) -> str:
    """Return whom a party counts for: its state where it speaks for the state, else its own name; "" if unknown."""
    if party is None or (not party.country and not party.name and party.text.lower() in _PRONOUNS):
        return ""
    if party.country and (not party.sectors or RULERS & set(party.sectors)):
        return party.country
    return party.name or party.text


def find_claims(reading: Reading) -> Iterator[Claim]:
    """Yield the statements of a reading, in text order."""
    starts = [sentence.span[0] for sentence in reading.sentences]
    ordered = sorted(reading.statements, key=lambda statement: statement.content.spans[0])
    for order, statement in enumerate(ordered):
        first = statement.content.spans[0][0]
        at = bisect_right(starts, first) - 1
        sentence = reading.sentences[at].span if at >= 0 else statement.content.spans[0]
        if not sentence[0] <= first < sentence[1]:
            sentence = statement.content.spans[0]
        text = statement.content.text
        words = frozenset(_WORD.findall(text.lower())) - _STOP
        speaker = statement.speaker
        country = speaker.country if speaker else None
        yield Claim(reading, statement, sentence, words, order, side_of(speaker), country, text)


def opposed(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are of different sides."""
    return bool(one.side) and bool(other.side) and one.side != other.side


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


def accused(claim: Claim) -> set[str]:
    """Return the keys of those whom a claim names."""
    return {party.key for party in claim.statement.targets}


def alike(one: Claim, other: Claim) -> float:
    """Return the share of content words in common, of the shorter content."""
    return len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
