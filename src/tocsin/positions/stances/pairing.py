"""Pairs the issues of a sentence with the parties that may take a stance on them: those named, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tocsin.positions.holders import FIRST, is_counted, party_of, speaker
from tocsin.positions.joining.holders import holder_key
from tocsin.positions.stances.fitted import NONE
from tocsin.positions.stances.issues import Raised
from tocsin.positions.stances.judging import Said, make_sign
from tocsin.positions.stances.weighing import Pair, Weigher
from tocsin.records import Event, Mention, Party, Sentence, Sign, Statement

_ABOUT = frozenset(("on", "over", "about", "concerning", "regarding"))
_PAPERS = frozenset((
    "accord", "agreement", "deal", "treaty", "pact", "talk", "negotiation", "dispute", "row", "quarrel", "crisis",
    "statement", "report", "debate", "document", "law", "resolution", "conflict", "tension", "question",
))  # fmt: skip
ADD = 0.75  # the chance from which the model adds a stance on a listed issue that the rules do not find
ADD_TOPIC = 0.85  # and on a topic that no list names
ADD_ONCE = 0.9  # and on one that the article speaks of but once, or that a verb names
DROP = 0.87  # the chance of no stance from which one of the rules is dropped
TURN = 0.9  # the chance of another stance from which it is turned into that


class Held(NamedTuple):
    """Parties that one phrase or speaker stands for, with the pair that is weighed for them."""

    parties: tuple[Party, ...]
    pair: Pair


def pair_up(
    sentence: Sentence, mentions: Mapping[int, Mention], issue: Raised, spoken: Sequence[Said], signs: Sequence[Sign]
) -> Iterator[Held]:  # fmt: skip
    """Yield the parties of a sentence that may take a stance on an issue; `signs` are the rules' stances on it."""
    at = sentence.starts[issue.head]
    telling = [said for start, end, said in spoken if start <= at < end and said.speaker is not None]
    voices = {said.speaker.span: said for said in telling if said.speaker is not None}
    heard: set[tuple[int, int]] = set()
    for head in sorted(mentions):
        mention = mentions[head]
        start, end = mention.party.span
        said = next((voices[span] for span in voices if span[0] < end and start < span[1]), None)
        if said is not None and said.speaker is not None:
            heard.add(said.speaker.span)
        if sentence.tags[head] == "PRP$" or (sentence.lowers[head] in FIRST and said is None):
            continue  # whoever speaks is weighed as the speaker
        parties = () if is_counted(sentence, mention) else party_of(mention)
        if parties:
            yield Held(parties, make_pair(issue, head, said, parties, signs))
    for span, said in voices.items():
        parties = speaker(said)
        if span not in heard and parties:
            yield Held(parties, make_pair(issue, -1, said, parties, signs))


def make_pair(
    issue: Raised, holder: int, said: Statement | None, parties: Sequence[Party], signs: Sequence[Sign]
) -> Pair:  # fmt: skip
    """Return the pair of an issue and a party, with what the rules make of it."""
    keys = {holder_key(party) for party in parties}
    mine = next((sign.state for sign in signs if holder_key(sign.parties[0]) in keys), "")
    other = next((sign.state for sign in signs if holder_key(sign.parties[0]) not in keys), "")
    return Pair(issue.head, holder, said, mine, other, issue.issue)


def events_at(sentence: Sentence, events: Sequence[Event]) -> dict[int, Event]:
    """Map the tokens of a sentence at which events are triggered to these."""
    tokens = {start: i for i, start in enumerate(sentence.starts)}
    return {tokens[event.trigger.span[0]]: event for event in events if event.trigger.span[0] in tokens}


class Weighing:
    """Revises what the rules make of a sentence by what the model makes of it."""

    def __init__(
        self, sentence: Sentence, mentions: Mapping[int, Mention], spoken: Sequence[Said], events: Mapping[int, Event]
    ) -> None:  # fmt: skip
        self._s = sentence
        self._mentions = mentions
        self._spoken = spoken
        self._weigher = Weigher(sentence, mentions, events)

    def revise(self, issue: Raised, signs: Sequence[Sign], *, recurs: bool) -> list[Sign]:
        """Return the stances on an issue: the rules' `signs` without those that the model doubts, and what it adds."""
        kept = {holder_key(sign.parties[0]): sign for sign in signs} if issue.known else {}
        least = ADD if issue.known else ADD_TOPIC if recurs and not issue.verb else ADD_ONCE
        for key, (party, pair, chances) in self._weigh(issue, signs).items():
            doubt = chances.pop(NONE)
            stance = max(chances, key=chances.__getitem__)
            sign = kept.get(key)
            if sign is None:
                if chances[stance] >= least:
                    kept[key] = make_sign(self._s, issue, party, stance, self._weigher.cue_of(pair), pair.said)
            elif sign.state == "conditional":
                continue  # conditions are rare in the lessons; the rules see them better
            elif doubt >= DROP:
                del kept[key]
            elif stance != sign.state and chances[stance] >= TURN:
                kept[key] = msgspec.structs.replace(sign, state=stance)
        return list(kept.values())

    def _weigh(self, issue: Raised, signs: Sequence[Sign]) -> dict[str, tuple[Party, Pair, dict[str, float]]]:
        """Return the chances of each holder, from where it is named that tells most."""
        found: dict[str, tuple[Party, Pair, dict[str, float]]] = {}
        for parties, pair in pair_up(self._s, self._mentions, issue, self._spoken, signs):
            if pair.holder == issue.head or self._is_matter(issue.head) or not self._weigher.is_weighed(pair):
                continue
            chances = self._weigher.chances(pair)
            for party in parties:
                key = holder_key(party)
                if key not in found or chances[NONE] < found[key][2][NONE]:
                    found[key] = party, pair, dict(chances)
        return found

    def _is_matter(self, issue: int) -> bool:
        """Tell whether an issue is what a paper or a dispute is about: who signs an accord on it is not yet for it."""
        over = self._s.heads[issue]
        about = self._s.deps[issue] == "pobj" and self._s.lowers[over] in _ABOUT
        return about and self._s.lemmas[self._s.heads[over]] in _PAPERS
