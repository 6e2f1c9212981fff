"""Finds where a sentence puts a party for or against an issue, conditionally for it, or silent on it.

Algorithm: words of data/positions/issues.tsv raise issues. The words above one decide the stance (governing.py); the
subject of the deciding verb, or the possessor of the deciding noun, holds it, "we" being whoever speaks. Where nothing
governs an issue, what is said of it does ("is illegal", "called X unlawful": data/positions/evaluations.tsv), and the
speaker holds that. A condition in the clause ("if", "unless", "provided", "in return for") makes a yes conditional.
Questions take no stance, and journalists hold none. Nouns and verbs that no list names are topics (topics.py); a model
revises what the rules make of listed issues and decides on topics alone (pairing.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from tocsin.positions.holders import parties_of, subject_of, subjects
from tocsin.positions.joining.holders import holder_key
from tocsin.positions.stances.governing import OPPOSITE, is_denied
from tocsin.positions.stances.issues import Raised, find_issues, take_up
from tocsin.positions.stances.judging import judge, spoken_in
from tocsin.positions.stances.pairing import Weighing, events_at
from tocsin.positions.stances.topics import find_topics
from tocsin.positions.times import is_old
from tocsin.records import Mention, Party, Reading, Sentence, Sign, Statement

_STEM = 6  # letters that the forms of a word share
_BACK = 5  # sentences over which "the offer" takes an issue up
_JUST_BEFORE = 400  # code points before a sentence in which lies what "the step" takes up
_QUIET = frozenset(("boilerplate", "credit", "byline", "caption"))
_SETS = frozenset(("set", "lay", "attach", "name", "make", "impose", "have", "put", "state"))
_REACH = 25  # code points before a year in which "the treaty of" stands
_DATED = frozenset((
    "treaty", "agreement", "accord", "pact", "law", "convention", "constitution", "charter", "protocol", "act",
    "decree", "memorandum", "deal", "settlement", "truce", "armistice",
))  # fmt: skip
FITS_ALL = frozenset(("sanctions", "embargo"))  # whose target, where none is named, is that named elsewhere


def find_stances(reading: Reading, assertions: Sequence[Statement] = ()) -> tuple[Sign, ...]:
    """Return the stances of parties on issues, in text order; one for each party and issue of a sentence.

    `assertions` are words of parties beside the statements of the reading.
    """
    finder = _Finder(reading, assertions)
    for sentence in reading.sentences:
        if sentence.words and sentence.kind not in _QUIET:
            finder.read(sentence)
    return tuple(_by_target(sign, finder.named) for sign in finder.found)


class _Finder:
    """Goes through the sentences of one article; `found` are the stances, `named` the full names of issues with one."""

    def __init__(self, reading: Reading, assertions: Sequence[Statement]) -> None:
        self.found: list[Sign] = []
        self.named: dict[str, set[str]] = defaultdict(set)
        self._reading = reading
        self._statements = (*reading.statements, *assertions)
        self._acts = {s.cue.span[0]: s.act for s in reading.statements if s.cue is not None}
        self._low = reading.article.text.lower()
        self._last: list[tuple[Sentence, Raised]] = []  # issues raised before
        self._signed = 0  # the sentence of the last sign
        self._they: tuple[Party, ...] = ()
        self._before: tuple[Party, ...] = ()

    def read(self, sentence: Sentence) -> None:
        """Find the stances of one sentence."""
        reading, found = self._reading, self.found
        mentions = reading.mentions[sentence.index] if reading.mentions else {}
        self._they, self._before = self._before, _many(sentence, mentions)
        if found and "condition" in sentence.lemmas and sentence.index <= self._signed + _BACK:
            same = [sign for sign in found[-_BACK:] if sign.sentence == found[-1].sentence]
            found.extend(one for sign in same for one in _attached(sentence, mentions, sign, reading))
        raised = find_issues(sentence, mentions, reading, self._low)
        if not raised:
            last = [before for before in self._last[-_BACK:] if sentence.index - before[0].index <= _BACK]
            raised = take_up(sentence, last)
        topics = list(find_topics(sentence, mentions, {issue.head for issue in raised}))
        self._last.extend((sentence, one) for one in raised)
        if not (raised or topics) or "?" in sentence.words[-2:] or _is_remembered(sentence, reading):
            return
        spoken = spoken_in(sentence, self._statements)
        weighing = Weighing(sentence, mentions, spoken, events_at(sentence, reading.events))
        seen: set[tuple[str, str]] = set()
        for issue in (*raised, *topics):
            done = _last_of(found, issue, sentence) if issue.stance == "act" else "for"
            signs = judge(sentence, mentions, issue, spoken, (reading, self._acts, self._they)) if done else []
            if done == "against":
                signs = [msgspec.structs.replace(sign, state=OPPOSITE[sign.state]) for sign in signs]
            for sign in (
                signs
                if issue.taken_up
                else weighing.revise(issue, signs, recurs=issue.known or self._recurs(sentence, issue))
            ):
                key = (holder_key(sign.parties[0]), sign.kind)
                if key not in seen:
                    seen.add(key)
                    found.append(sign)
                    self._signed = sentence.index
                    if not issue.known and not issue.verb:
                        self._last.append((sentence, issue))
            if issue.issue.split(" ")[-1].isupper():
                self.named[_base(issue.issue)].add(issue.issue)

    def _recurs(self, sentence: Sentence, topic: Raised) -> bool:
        """Tell whether the article speaks of a topic more than once."""
        return self._low.count(sentence.lemmas[topic.head][:_STEM]) > 1


def _last_of(found: Sequence[Sign], issue: Raised, sentence: Sentence) -> str:
    """Return the stance that was just shown on an issue, which "the step" takes up, "" where none was."""
    since = sentence.span[0] - _JUST_BEFORE
    near = [sign for sign in found[-_BACK:] if sign.kind == issue.issue and sign.span[0] > since]
    alone = len({sign.kind for sign in found[-_BACK:]}) == 1  # else it may be something else that was decided
    return near[-1].state if near and alone and near[-1].state in ("for", "against") else ""


def _is_remembered(sentence: Sentence, reading: Reading) -> bool:
    """Tell whether a sentence tells of a time long ago; that of a "treaty of 1964" is none, nor is what will be."""
    if not is_old(sentence, reading) or "will" in sentence.lowers:
        return False
    times = [
        mention for mention in reading.times
        if sentence.span[0] <= mention.span[0] < sentence.span[1] and not _is_of_noun(mention.span[0], reading)
    ]  # fmt: skip
    return is_old(sentence, msgspec.structs.replace(reading, times=tuple(times)))


def _is_of_noun(at: int, reading: Reading) -> bool:
    """Tell whether a time belongs to a paper before it ("the treaty of 1964")."""
    before = reading.article.text[max(0, at - _REACH) : at].lower().split()
    return len(before) > 1 and before[-1] == "of" and before[-2] in _DATED


def _base(issue: str) -> str:
    """Return an issue without whom it is on ("sanctions" of "sanctions on RUS")."""
    return issue.rsplit(" ", 2)[0]


def _by_target(sign: Sign, named: Mapping[str, set[str]]) -> Sign:
    """Give a stance on "sanctions" its target where the article names one and no other."""
    full = named.get(sign.kind, ()) if sign.kind in FITS_ALL else ()
    return msgspec.structs.replace(sign, kind=next(iter(full))) if len(full) == 1 else sign


def _attached(
    sentence: Sentence, mentions: Mapping[int, Mention], last: Sign, reading: Reading
) -> Iterator[Sign]:  # fmt: skip
    """Yield the condition that whoever has just said yes attaches to it ("She set one condition: ...")."""
    at = sentence.lemmas.index("condition")
    verb = sentence.heads[at]
    if last.state != "for" or sentence.lemmas[verb] not in _SETS or sentence.deps[at] != "dobj":
        return
    holders = subjects(sentence, verb, mentions, None)
    if is_denied(sentence, verb) or last.parties[0].key not in {party.key for party in holders}:
        return
    yield msgspec.structs.replace(
        last, state="conditional", sentence=sentence.span, cue=sentence.words[at],
        span=(sentence.starts[at], sentence.ends[at]), attributed_to=None,
    )  # fmt: skip


def _many(sentence: Sentence, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return the parties that the subject of a sentence in the plural names, whom "they" can mean in the next."""
    for root in (i for i, head in enumerate(sentence.heads) if head == i):
        subject = subject_of(sentence, root)
        if subject is not None:
            several = sentence.tags[subject] in ("NNS", "NNPS") or any(
                sentence.deps[c] == "conj" for c in sentence.children[subject]
            )
            return parties_of(sentence, subject, mentions, None) if several else ()
    return ()
