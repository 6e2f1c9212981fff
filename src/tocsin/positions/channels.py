"""Finds channels and off-ramps between parties (talks, hotlines, envoys, ceasefires, proposals) and their state.

Algorithm: in each parsed sentence the nouns of data/positions/channels.tsv are looked up; the state comes from the
words that govern the noun (its verb, the verbs above it, its adjectives), by data/positions/states.tsv. A negated state
is the contrary one ("refused to hold talks" is refused). The parties are those named in the sentence. Over many
articles the signs of one kind between the same parties make one channel, whose state is that of its latest sign.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Change, Channel, ChannelSign, Mention, Reading, Sentence
from tocsin.text import contains, content_id, days_between

_OBJECT = frozenset(("dobj", "nsubjpass", "pobj", "oprd", "attr", "conj", "dep"))
_MODIFIERS = frozenset(("amod", "compound", "nummod", "punct", "npadvmod", "quantmod", "advmod"))
_NEGATORS = frozenset(("neg",))
_REFUSERS = frozenset(("refuse", "decline", "reject", "rule", "oppose", "fail"))
_SIDES = frozenset(("with", "between", "to", "from", "by", "among", "against", "toward", "towards"))
_BACK = 300  # code points over which a bare "offer" takes a channel up
_LADDER = 4  # how many words above the noun may set its state


@cache
def _nouns() -> dict[str, list[tuple[tuple[str, ...], str, frozenset[str]]]]:
    """Index channel nouns by their last word: the words, the kind and what must stand beside them."""
    index: dict[str, list[tuple[tuple[str, ...], str, frozenset[str]]]] = defaultdict(list)
    for row in read_table("positions/channels.tsv", ("kind", "nouns")):
        for noun in cell_values(row["nouns"]):
            words = tuple(noun.split())
            index[words[-1]].append((words, row["kind"], frozenset(cell_values(row["needs"]))))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return dict(index)


@cache
def _states() -> dict[str, list[tuple[int, str, str, tuple[str, ...]]]]:
    """Index state words by their first lemma: rank (lower wins), state, voice, and the words that must hang on it."""
    index: dict[str, list[tuple[int, str, str, tuple[str, ...]]]] = defaultdict(list)
    for rank, row in enumerate(read_table("positions/states.tsv", ("state", "words", "voice"))):
        for word in cell_values(row["words"]):
            first, *rest = word.split()
            index[first].append((rank, row["state"], row["voice"], tuple(rest)))
    return dict(index)


def find_channels(reading: Reading) -> tuple[ChannelSign, ...]:
    """Return what each sentence says of channels between parties, in text order."""
    found: list[ChannelSign] = []
    for sentence in reading.sentences:
        if sentence.words:
            mentions = reading.mentions[sentence.index] if reading.mentions else {}
            for sign in _in_sentence(sentence, mentions, reading):
                found.append(_of_what(sign, found) if sign.kind == "proposal" else sign)
    return tuple(found)


def _of_what(sign: ChannelSign, before: Sequence[ChannelSign]) -> ChannelSign:
    """Let a bare "offer" or "proposal" mean the channel that was spoken of last, not far before."""
    last = next((other for other in reversed(before) if other.kind != "proposal"), None)
    if last is None or " " in sign.name or sign.sentence[0] - last.sentence[1] > _BACK:
        return sign
    parties = tuple(sorted({*sign.parties, *last.parties}))
    return msgspec.structs.replace(sign, kind=last.kind, name=last.name, parties=parties)


def _in_sentence(sentence: Sentence, mentions: Mapping[int, Mention], reading: Reading) -> Iterator[ChannelSign]:
    """Yield the signs of one sentence, one for each kind of channel."""
    nouns = _nouns()
    seen: set[str] = set()
    for i, lemma in enumerate(sentence.lemmas):
        if sentence.tags[i][:2] == "VB" and lemma in _verbs():
            yield from _by_verb(sentence, i, mentions, reading)
            continue
        if lemma not in nouns or sentence.tags[i][:2] != "NN":
            continue
        entry = next((entry for entry in nouns[lemma] if _matches(sentence, i, entry)), None)
        if entry is None or entry[1] in seen:
            continue
        state = _state(sentence, i)
        parties = _parties(sentence, i, mentions)
        if state is None or not parties:
            continue
        seen.add(entry[1])
        first = i - len(entry[0]) + 1
        while first and first <= sentence.heads[first - 1] <= i and sentence.deps[first - 1] in _MODIFIERS:
            first -= 1
        span = (sentence.starts[first], sentence.ends[i])
        said = next((s.id for s in reading.statements if any(contains(c, span) for c in s.content.spans)), None)
        yield ChannelSign(
            kind=entry[1], name=reading.article.text[slice(*span)], state=state, parties=parties, span=span,
            sentence=sentence.span, attributed_to=said,
        )  # fmt: skip


@cache
def _verbs() -> dict[str, tuple[str, str, frozenset[str]]]:
    """Map verbs that tell of a channel without naming it to its kind, its state and the objects that they need."""
    return {
        verb: (row["kind"], row["state"], frozenset(cell_values(row["objects"])))
        for row in read_table("positions/channel_verbs.tsv", ("kind", "state", "verbs"))
        for verb in cell_values(row["verbs"])
    }


def _by_verb(sentence: Sentence, i: int, mentions: Mapping[int, Mention], reading: Reading) -> Iterator[ChannelSign]:
    """Yield the sign of a verb that tells of a channel ("offered to mediate", "expelled the ambassador")."""
    kind, state, objects = _verbs()[sentence.lemmas[i]]
    held = [c for c in sentence.children[i] if sentence.deps[c] in ("dobj", "nsubjpass")]
    named = [c for c in held if sentence.lemmas[c] in objects]
    if objects and not named:
        return
    noun = named[0] if named else i
    parties = _parties(sentence, noun, mentions)
    if state == "" or any(sentence.deps[c] == "neg" for c in sentence.children[i]):
        return
    if not objects:
        state = _state(sentence, i) or state
    if not parties:
        return
    span = (sentence.starts[min(i, noun)], sentence.ends[max(i, noun)])
    said = next((s.id for s in reading.statements if any(contains(c, span) for c in s.content.spans)), None)
    yield ChannelSign(
        kind=kind, name=reading.article.text[slice(*span)], state=state, parties=parties, span=span,
        sentence=sentence.span, attributed_to=said,
    )  # fmt: skip


def _matches(sentence: Sentence, i: int, entry: tuple[tuple[str, ...], str, frozenset[str]]) -> bool:
    """Tell whether a channel noun of several words ends at token i, with what it needs beside it."""
    words, _, needs = entry
    first = i - len(words) + 1
    if first < 0 or any(
        sentence.lemmas[first + k] != word and sentence.lowers[first + k] != word for k, word in enumerate(words)
    ):
        return False
    return not needs or not needs.isdisjoint(sentence.lowers)


def _state(sentence: Sentence, noun: int) -> str | None:
    """Return the state that the words above a noun put it in, or None."""
    states = _states()
    candidates: list[tuple[int, str]] = []
    refused = False
    node, slot = noun, sentence.deps[noun]
    for _ in range(_LADDER):
        head = sentence.heads[node]
        if head == node or sentence.deps[node] in ("advcl", "relcl", "parataxis"):
            break
        lemma = sentence.lemmas[head]
        in_object = slot in _OBJECT or sentence.deps[node] in ("prep", "xcomp", "ccomp", "conj")
        for rank, state, voice, rest in states.get(lemma, ()):
            if rest and not set(rest) <= {sentence.lowers[child] for child in sentence.children[head]}:
                continue
            if voice == "any" or (voice == "object") == in_object:
                candidates.append((rank, state))
        negated = any(sentence.deps[child] in _NEGATORS for child in sentence.children[head])
        refused = refused or lemma in _REFUSERS or negated
        node = head
        if sentence.tags[head][:2] == "VB" and sentence.deps[head] in ("ROOT", "ccomp", "relcl", "advcl"):
            break
    for child in sentence.children[noun]:
        for rank, state, _, rest in states.get(sentence.lemmas[child], ()):
            if not rest:
                candidates.append((rank, state))
    if not candidates:
        return None
    state = min(candidates)[1]
    if refused and state in ("agreed", "open", "held", "proposed"):
        return "refused"
    return state


def _parties(sentence: Sentence, noun: int, mentions: Mapping[int, Mention]) -> tuple[str, ...]:
    """Return the keys of the states and organisations that take part in a channel, sorted.

    Those in the sentence that act or are dealt with count; what a phrase of place or topic names does not ("talks in
    Geneva on the Ukraine conflict").
    """
    keys = {m.party.country for head, m in mentions.items() if m.party.country and _takes_part(sentence, noun, head)}
    return tuple(sorted(key for key in keys if key))


def _takes_part(sentence: Sentence, noun: int, head: int) -> bool:
    """Tell whether the phrase headed by a token acts in its sentence or is one side of the channel."""
    while sentence.deps[head] in ("conj", "appos") and sentence.heads[head] != head:
        head = sentence.heads[head]
    dep, above = sentence.deps[head], sentence.heads[head]
    if dep in ("compound", "amod", "nmod", "poss"):
        return above == noun
    if dep == "pobj":
        return sentence.lowers[above] in _SIDES or (sentence.lowers[above] == "of" and sentence.heads[above] == noun)
    return dep in ("nsubj", "nsubjpass", "dobj", "dative", "ROOT")


_Told = tuple[str, ChannelSign, Reading]
_GAP_DAYS = 60
_OF_ISSUE = {
    "mediation": "envoy", "ceasefire": "ceasefire", "observers": "mission", "talks": "talks",
    "contact group": "contact group", "arbitration": "arbitration",
}  # fmt: skip
_PUTS_FORWARD = re.compile(r"offer|propos|urge|call|demand|appeal|mediat|invit|suggest|want|seek|plead|beg|cease", re.I)
_TAKES = re.compile(r"accept|agree|welcom|approv|back|support|endors|admit|receiv|ready|willing|respect", re.I)


def gather_channels(readings: Sequence[Reading]) -> tuple[Channel, ...]:
    """Join the signs of many articles into channels, each with its changes of state in order of date.

    Signs of one kind are of one channel where the parties of one are among those of the other, or two are shared, and
    no more than sixty days lie between. What a party says for or against a channel ("Vandria refused") counts as well.
    """
    told = [
        (reading.article.published or "", sign, reading)
        for reading in readings
        for sign in (*reading.channels, *_from_stances(reading))
    ]
    told.sort(key=lambda item: (item[0], item[2].article.id, item[1].span))
    runs: list[tuple[set[str], list[_Told]]] = []
    by_kind: dict[str, list[int]] = defaultdict(list)
    for item in told:
        fitting = [i for i in by_kind[item[1].kind] if _belongs(runs[i], item)]
        if fitting:
            best = max(fitting, key=lambda i: (len(runs[i][0] & set(item[1].parties)), i))
            runs[best][0].update(item[1].parties)
            runs[best][1].append(item)
        else:
            by_kind[item[1].kind].append(len(runs))
            runs.append((set(item[1].parties), [item]))
    return tuple(_channel(found[0][1].kind, tuple(sorted(parties)), found) for parties, found in runs)


def _from_stances(reading: Reading) -> Iterator[ChannelSign]:
    """Yield what parties' stances say of channels in sentences that hold no sign of the channel itself."""
    known = {(sign.kind, sign.sentence) for sign in reading.channels}
    for sign in reading.signs:
        kind = _OF_ISSUE.get(sign.kind) if sign.group == "stance" else None
        key = sign.parties[0].country if sign.parties else None
        if kind is None or key is None or (kind, sign.sentence) in known:
            continue
        if sign.state == "against":
            state = "refused"
        elif sign.state == "for" and _PUTS_FORWARD.search(sign.cue):
            state = "proposed"
        elif sign.state == "for" and _TAKES.search(sign.cue):
            state = "agreed"
        else:
            continue
        yield ChannelSign(
            kind=kind, name=sign.name, state=state, parties=(key,), span=sign.span, sentence=sign.sentence,
            attributed_to=sign.attributed_to,
        )  # fmt: skip


def _belongs(run: tuple[set[str], list[_Told]], item: _Told) -> bool:
    """Tell whether a sign is of the same channel as a run of signs."""
    parties, found = run
    mine = set(item[1].parties)
    gap = days_between(found[-1][0] or None, item[0] or None)
    if gap is not None and gap > _GAP_DAYS:
        return False
    return mine <= parties or parties <= mine or len(mine & parties) > 1


def _channel(kind: str, parties: tuple[str, ...], found: Sequence[_Told]) -> Channel:
    """Make one channel; a repeated state is no change."""
    changes: list[Change] = []
    for day, sign, reading in found:
        if not changes or changes[-1].state != sign.state:
            evidence = reading.article.quote(sign.sentence)
            changes.append(Change(state=sign.state, date=day[:10] or None, evidence=evidence))
    first = found[0][2].article.id
    return Channel(
        id=content_id("c-", kind, first, found[0][1].span), kind=kind, name=max((s.name for _, s, _ in found), key=len),
        parties=parties, state=changes[-1].state, since=changes[-1].date, changes=tuple(changes),
    )  # fmt: skip
