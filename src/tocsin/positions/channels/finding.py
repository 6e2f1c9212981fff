"""Finds channels and off-ramps between parties (talks, hotlines, envoys, ceasefires, proposals) and their state.

Algorithm: in each parsed sentence the nouns of data/positions/channels.tsv are looked up; what governs one puts it in a
state (states.py). Where none is named, verbs tell of one (data/positions/channel_verbs.tsv), as do meetings and
agreements of two parties that are coded as events, and answers to the channel spoken of just before (acts.py). The
parties are those named in the sentence. Over many articles the signs of one kind between the same parties make one
channel, whose state is that of its latest sign (joining/runs.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from tocsin.positions.channels.acts import MEETS, Act, answer_to, met_or_agreed, told_by_verb
from tocsin.positions.channels.partakers import BOTH, around, is_mere_talk, partakers, sides_of, who_says
from tocsin.positions.channels.states import state_at
from tocsin.positions.channels.words import Noun, is_inside, list_nouns, list_verbs, noun_at
from tocsin.positions.naming import name_of
from tocsin.positions.roles import behind, who_is_named
from tocsin.positions.times import day_told, is_long_ago, opens_long_ago
from tocsin.records import ChannelSign, Mention, Reading, Sentence, Span
from tocsin.text import contains

_NEWS = frozenset(("press", "news", "editorial"))  # conferences at which nobody negotiates
_BETWEEN = frozenset(("held", "open", "concluded"))  # states that talks need two for
_OFFERED = frozenset((
    "mediate", "hold", "talk", "meet", "negotiate", "send", "host", "end", "stop", "resolve", "settle", "withdraw",
    "release", "open", "post", "observe", "cease", "help", "bring", "arbitrate", "monitor", "exchange", "convene",
))  # fmt: skip
_OF_TWO = frozenset(("talks", "hotline"))
_OF = frozenset(("of",))
_WITH = frozenset(("with",))
_FOR = frozenset(("of", "for", "to"))
_KNOWN = frozenset(("the", "their", "its", "his", "her", "our", "both", "these", "those"))
_LONGEST = 70  # words of a sentence that the parser can be trusted with
_BY_STORY = frozenset(("arbitration", "ceasefire", "corridor", "evacuation", "exchange"))  # known by the story
_TURNS = frozenset(("held without result", "suspended"))
_STORY = 3  # sentences before one that tell what "the deliveries" are
_PAST = 35  # days after which a time that a sentence opens with is only remembered
_BACK = 300  # code points over which a bare "offer" takes a channel up


def find_channels(reading: Reading) -> tuple[ChannelSign, ...]:
    """Return what each sentence says of channels between parties, in text order."""
    found: list[ChannelSign] = []
    for sentence in reading.sentences:
        if sentence.words and len(sentence.words) <= _LONGEST and sentence.words[-1] != "?":
            for sign in _in_sentence(sentence, reading, found):
                bare = sign.kind == "proposal" and _is_bare(sentence, sign.span)
                found.append(_of_what(sign, found) if bare else sign)
    return tuple(found)


def _in_sentence(sentence: Sentence, reading: Reading, before: Sequence[ChannelSign]) -> Iterator[ChannelSign]:
    """Yield the signs of one sentence, one for each kind of channel."""
    told, lowers = _told(), sentence.lowers
    answers = bool(before) and sentence.span[0] - before[-1].sentence[1] <= _BACK
    if not answers and told.isdisjoint(sentence.lemmas) and told.isdisjoint(lowers):
        return
    words = [i for i, lemma in enumerate(sentence.lemmas) if lemma in told or lowers[i] in told]
    mentions = who_is_named(sentence, reading)
    seen: set[str] = set()
    just_before = reading.sentences[max(0, sentence.index - _STORY) : sentence.index]
    for i in words:
        if sentence.tags[i][:2] == "VB":
            act = told_by_verb(sentence, i, mentions, reading, seen)
            if act is not None and not _is_past(sentence, i, reading):
                seen.add(act[0])
                yield _of_act(sentence, act, reading)
        noun = noun_at(sentence, i, just_before)
        if noun is None or noun.kind in seen or not _is_meant(sentence, i, noun, reading):
            continue
        sign = _of_noun(sentence, i, noun, mentions, reading)
        if sign is not None:
            seen.add(noun.kind)
            yield sign
    act = None if "talks" in seen else met_or_agreed(sentence, words, mentions, reading, bool(seen))
    act = answer_to(sentence, mentions, reading, before) if act is None and not seen and answers else act
    if act is not None and not _is_past(sentence, act[4], reading):
        yield _of_act(sentence, act, reading)


@cache
def _told() -> frozenset[str]:
    """Return the words that can tell of a channel."""
    return frozenset((*list_nouns(), *list_verbs(), *MEETS))


def _is_meant(sentence: Sentence, i: int, noun: Noun, reading: Reading) -> bool:
    """Tell whether a noun names a channel here, not a body, a newspaper or what classes another noun."""
    if noun.kind == "mission" and sentence.tags[i] == "NNP":
        return False  # a newspaper is called Monitor
    if sentence.tags[i] == "NNP" and noun.kind == "contact group" and _is_body(reading, sentence, i):
        return False
    inner = (noun_at(sentence, g) for g in behind(sentence, i, _OF))
    if noun.kind != "contact" and any(one is not None and one.kind == noun.kind for one in inner):
        return False  # of "a round of talks" the talks are meant, of "channels of contact" the channels
    return not (is_inside(sentence, i) or (noun.kind == "proposal" and _is_other(sentence, i)))


def _of_noun(
    sentence: Sentence, i: int, noun: Noun, mentions: Mapping[int, Mention], reading: Reading
) -> ChannelSign | None:  # fmt: skip
    """Return the sign of a channel named at a token, or None where nothing new is told of it."""
    state, verb = state_at(sentence, i, noun.kind) if sentence.lowers[i - 1] not in _NEWS else (None, i)
    if state is None or _is_past(sentence, i, reading) or (verb != i and _is_past(sentence, verb, reading)):
        return None
    if is_mere_talk(sentence, i, reading):
        return None
    definite = any(sentence.lowers[c] in _KNOWN for c in sentence.children[i])
    if state == "proposed" and noun.kind == "mission" and definite:
        return None  # "called for the observers to be let in"
    sides = partakers(sentence, i, mentions, reading)
    subject = sentence.deps[i] in ("nsubj", "nsubjpass", "attr")
    if not sides and subject and state in ("refused", "agreed"):
        sides = sides_of(who_says(sentence, i, reading))  # "no convoys would be allowed in, Norway said"
    known = noun.kind in _BY_STORY or (definite and noun.kind != "talks") or (subject and (definite or state in _TURNS))
    if len(sides) < noun.least and (sides or not known):
        return None
    known = definite and (subject or state != "held")
    alone = noun.kind in _OF_TWO and len(sides) == 1 and state in _BETWEEN and not known
    if alone and not behind(sentence, i, BOTH):
        return None
    if noun.kind in _OF_TWO and len(sides) == 1 and behind(sentence, i, _WITH):
        return None  # with nobody who is known
    if state == "broken" and _is_charge(sentence, i, sides, reading):
        return None
    span = (sentence.starts[i - len(noun.words) + 1], sentence.ends[i])
    return _sign(sentence, i, (noun.kind, _named(sentence, i, noun), state), sides, span, reading)


def _named(sentence: Sentence, i: int, noun: Noun) -> str:
    """Name a channel by its noun; an end of the fighting is a ceasefire, a release is of somebody."""
    if len(noun.words) == 1 and noun.needs and noun.kind in ("ceasefire", "exchange"):
        of = behind(sentence, i, _OF)
        whose = " of ".join((noun.words[0], *(name_of(sentence, g) for g in of)))
        return noun.kind if noun.kind == "ceasefire" else whose
    return name_of(sentence, i, noun.words)


def _is_past(sentence: Sentence, i: int, reading: Reading) -> bool:
    """Tell whether a clause is of long ago, or only looks back ("had planned to attend") to no day that it names."""
    if is_long_ago(sentence, i, reading) or opens_long_ago(sentence, reading, _PAST):
        return True
    if sentence.deps[i] in ("nsubj", "nsubjpass") and sentence.deps[sentence.heads[i]] != "ccomp":
        return False  # "the truce had begun at noon"
    while sentence.tags[i][:2] != "VB" and sentence.heads[i] != i:
        i = sentence.heads[i]
    while sentence.deps[i] in ("xcomp", "ccomp") and sentence.heads[i] < i:  # "had said that"
        i = sentence.heads[i]
    back = any(sentence.lowers[c] == "had" and sentence.deps[c] == "aux" for c in sentence.children[i])
    return back and sentence.deps[i] not in ("ccomp", "advcl") and day_told(sentence, i, reading) is None


def _is_charge(sentence: Sentence, i: int, sides: frozenset[str], reading: Reading) -> bool:
    """Tell whether only a party to a ceasefire says that it was broken, by the other."""
    at = (sentence.starts[i], sentence.ends[i])
    said = next((s for s in reading.statements if any(contains(c, at) for c in s.content.spans)), None)
    return said is not None and said.speaker is not None and said.speaker.country in sides


def _of_act(sentence: Sentence, act: Act, reading: Reading) -> ChannelSign:
    """Make the sign of what a verb tells."""
    kind, name, state, sides, first, last = act
    span = (sentence.starts[first], sentence.ends[last])
    return _sign(sentence, first, (kind, name, state), sides, span, reading)


def _sign(
    sentence: Sentence, i: int, what: tuple[str, str, str], sides: frozenset[str], span: Span, reading: Reading
) -> ChannelSign:  # fmt: skip
    """Make the sign of a kind, a name and a state."""
    said = next((s.id for s in reading.statements if any(contains(c, span) for c in s.content.spans)), None)
    kind, name, state = what
    return ChannelSign(
        kind=kind, name=name, state=state, parties=tuple(sorted(sides)), span=span, sentence=sentence.span,
        attributed_to=said, date=day_told(sentence, i, reading), near=() if sides else around(sentence, reading),
    )  # fmt: skip


def _is_body(reading: Reading, sentence: Sentence, noun: int) -> bool:
    """Tell whether a noun names a body that is a party itself ("the European Commission")."""
    mention = reading.mentions[sentence.index].get(noun) if reading.mentions else None
    return mention is not None and mention.kind in ("organisation", "metonym") and mention.party.country is not None


def _is_other(sentence: Sentence, noun: int) -> bool:
    """Tell whether a plan or an offer is to do something that is no channel ("a plan to join the raids")."""
    if any(noun_at(sentence, g) for g in behind(sentence, noun, _FOR)):
        return True  # the talks are the channel
    return any(
        sentence.deps[c] == "acl" and sentence.tags[c] == "VB" and sentence.lemmas[c] not in _OFFERED
        for c in sentence.children[noun]
    )  # fmt: skip


def _is_bare(sentence: Sentence, span: Span) -> bool:
    """Tell whether an offer does not say itself what it is for."""
    noun = sentence.ends.index(span[1])
    return not any(
        sentence.deps[c] in ("acl", "relcl", "prep") and sentence.lowers[c] not in ("by", "from")
        for c in sentence.children[noun]
    )  # fmt: skip


def _of_what(sign: ChannelSign, before: Sequence[ChannelSign]) -> ChannelSign:
    """Let a bare "offer" or "proposal" mean the channel that was spoken of last, not far before."""
    last = next((other for other in reversed(before) if other.kind != "proposal"), None)
    if last is None or " " in sign.name or sign.sentence[0] - last.sentence[1] > _BACK:
        return sign
    parties = tuple(sorted({*sign.parties, *last.parties}))
    return msgspec.structs.replace(sign, kind=last.kind, name=last.name, parties=parties)
