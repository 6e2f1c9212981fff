"""Finds channels and off-ramps between parties (talks, hotlines, envoys, ceasefires, proposals) and their state.

Algorithm: in each parsed sentence the nouns of data/positions/channels.tsv are looked up; the verb that governs one
puts it in a state (data/positions/states.tsv), and verbs above that one change it: what is offered or demanded is
proposed, what somebody agrees to do is agreed, what somebody refuses or will not do is refused. What could be, what
hangs on "if" and what a clause of time only mentions ("while the talks last") is no news of a channel. The parties are
those named in the sentence. Over many articles the signs of one kind between the same parties make one channel, whose
state is that of its latest sign (gathering.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.records import ChannelSign, Mention, Reading, Sentence
from tocsin.text import contains

_OBJECT = frozenset(("dobj", "nsubjpass", "pobj", "oprd", "attr", "conj", "dep"))
_MODIFIERS = frozenset(("amod", "compound", "nummod", "punct", "npadvmod", "quantmod", "advmod"))
_AHEAD = frozenset(("will", "would", "shall", "'ll", "’ll", "wo"))
_WILL = frozenset(("will", "shall", "'ll", "’ll"))
_HELPERS = frozenset(("aux", "neg", "mark", "advmod"))
_PERHAPS = frozenset(("could", "may", "might", "should", "must"))
_ASIDE = frozenset(("if", "whether", "unless", "while", "until", "before", "as", "since", "when", "after", "once"))
_BESIDE = frozenset((
    "as", "after", "before", "during", "despite", "amid", "since", "about", "until", "following", "ahead", "over",
))  # fmt: skip
_SAYS = frozenset(("say", "tell", "add", "report", "write", "note", "state", "announce", "confirm", "repeat"))
_STARTS = frozenset((
    "begin", "start", "continue", "go", "try", "be", "help", "come", "manage", "prompt", "lead", "cause", "force",
))  # fmt: skip
_KEEPS = frozenset(("keep", "maintain", "preserve", "remain", "continue"))
_LOOSE = frozenset(("last", "open", "work", "go", "end", "close"))  # "the last talks" have not lasted
_NEWS = frozenset(("press", "news", "editorial"))  # conferences at which nobody negotiates
_BETWEEN = frozenset(("held", "open", "agreed", "suspended", "concluded"))  # states that talks need two for
_MAKES = frozenset(("proposal", "offer", "call", "demand", "appeal", "plan", "idea", "request", "invitation"))
_OVER = {
    **dict.fromkeys((
        "offer", "propose", "suggest", "urge", "call", "demand", "ask", "invite", "appeal", "seek", "want", "press",
        "push", "plead", "beg", "recommend", "proposal", "appeal", "request", "idea", "invitation", "encourage",
    ), "proposed"),
    **dict.fromkeys(("agree", "accept", "promise", "decide", "pledge", "ready", "willing", "prepared"), "agreed"),
    **dict.fromkeys(("refuse", "decline", "reject", "oppose", "unwilling"), "refused"),
}  # fmt: skip
_NEGATORS = frozenset(("neg",))
_SIDES = frozenset(("with", "between", "to", "from", "by", "among", "against", "toward", "towards"))
_BACK = 300  # code points over which a bare "offer" takes a channel up
_MEETINGS = frozenset(("REQUEST", "AGREE", "CONSULT", "COOPERATE", "REJECT", "RETREAT", "CONCEDE"))
_MOVES = frozenset(("return",))  # "the ambassador returned"
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
            yield from _told_by_verb(sentence, i, mentions, reading)
            continue
        if lemma not in nouns or sentence.tags[i][:2] != "NN":
            continue
        entry = next((entry for entry in nouns[lemma] if _matches(sentence, i, entry)), None)
        if entry is None or entry[1] in seen or (entry[1] == "mission" and sentence.tags[i] == "NNP"):
            continue  # a newspaper is called Monitor
        state = _state(sentence, i) if sentence.lowers[i - 1] not in _NEWS else None
        parties = _with_events(_parties(sentence, i, mentions), sentence, reading)
        if state is None or not (parties or _is_definite(sentence, i)):
            continue
        if entry[1] == "talks" and len(parties) == 1 and state in _BETWEEN:
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


def _told_by_verb(
    sentence: Sentence, i: int, mentions: Mapping[int, Mention], reading: Reading
) -> Iterator[ChannelSign]:  # fmt: skip
    """Yield the sign of a verb that tells of a channel ("offered to mediate", "expelled the ambassador")."""
    kind, given, objects = _verbs()[sentence.lemmas[i]]
    slots = ("dobj", "nsubjpass", "nsubj") if sentence.lemmas[i] in _MOVES else ("dobj", "nsubjpass")
    held = [c for c in sentence.children[i] if sentence.deps[c] in slots]
    held += [g for c in held for g in sentence.children[c] if sentence.deps[g] == "appos"]
    named = [c for c in held if sentence.lemmas[c] in objects]
    if objects and not named:
        return
    noun = named[0] if named else i
    parties = _with_events(_parties(sentence, noun, mentions), sentence, reading)
    state = _above(sentence, i, given)
    if not parties or state is None:
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
    for child in sentence.children[noun]:
        for _, state, _, rest in _states().get(sentence.lemmas[child], ()):
            if not rest and sentence.deps[child] in ("amod", "acl", "relcl") and sentence.lemmas[child] not in _LOOSE:
                return state
    node, slot = noun, sentence.deps[noun]
    for _ in range(_LADDER):
        head = sentence.heads[node]
        if head == node or sentence.deps[node] in ("advcl", "relcl", "parataxis") or sentence.lowers[head] in _BESIDE:
            return None
        if sentence.tags[head][:2] == "VB":
            in_object = slot in _OBJECT or sentence.deps[node] in ("prep", "conj", "appos")
            return _above(sentence, head, _by_verb(sentence, head, in_object))
        if sentence.lemmas[head] in _MAKES:
            return _of_offer(sentence, head)
        node = head
    return None


def _of_offer(sentence: Sentence, noun: int) -> str | None:
    """Return the state of what an offer or proposal offers: as the verb above it says, else proposed."""
    verb = sentence.heads[noun]
    if sentence.deps[noun] not in ("dobj", "nsubjpass", "pobj") or verb == noun:
        return "proposed"
    verb = sentence.heads[verb] if sentence.deps[noun] == "pobj" else verb
    if sentence.tags[verb][:2] != "VB":
        return "proposed"
    return _above(sentence, verb, _by_verb(sentence, verb, True) or "proposed")


def _by_verb(sentence: Sentence, verb: int, in_object: bool) -> str | None:
    """Return the state that a verb puts its object or its subject in."""
    found = [
        (rank, state)
        for rank, state, voice, rest in _states().get(sentence.lemmas[verb], ())
        if (voice == "any" or (voice == "object") == in_object)
        and set(rest) <= {sentence.lowers[child] for child in sentence.children[verb]}
    ]
    return min(found)[1] if found else None


def _above(sentence: Sentence, verb: int, state: str | None) -> str | None:
    """Return the state after the words that hang on its verb and the verbs that go over it have changed it."""
    node = verb
    for _ in range(_LADDER):
        lowers = {sentence.lowers[c] for c in sentence.children[node] if sentence.deps[c] in _HELPERS}
        if not lowers.isdisjoint(_ASIDE) and sentence.deps[node] in ("advcl", "ccomp", "relcl"):
            return None
        if sentence.deps[node] == "advcl" and "to" in lowers and sentence.lemmas[sentence.heads[node]] not in _OVER:
            return None  # what is only meant
        denied = any(sentence.deps[c] in _NEGATORS for c in sentence.children[node])
        if denied:
            if state in ("agreed", "proposed") or (state in ("held", "open") and lowers & _AHEAD):
                state = "refused"
            else:
                return None
        elif lowers & _PERHAPS:
            return None
        elif state in ("held", "open") and lowers & _AHEAD:
            state = "proposed" if _has_if(sentence, node) else "agreed" if lowers & _WILL else None
        head, dep = sentence.heads[node], sentence.deps[node]
        if head == node or dep not in ("xcomp", "ccomp", "acl", "pcomp", "conj"):
            break
        if dep == "conj" and any(sentence.deps[c] in ("nsubj", "nsubjpass") for c in sentence.children[node]):
            beside = {sentence.lowers[c] for c in sentence.children[head] if sentence.deps[c] in _HELPERS}
            return state if beside.isdisjoint(_ASIDE) else None
        if sentence.lemmas[head] in _MAKES and dep == "acl":
            return _of_offer(sentence, head)
        if dep == "pcomp":
            if sentence.lowers[head] in _ASIDE:
                return None
            head = sentence.heads[head]
        over = _OVER.get(sentence.lemmas[head])
        if sentence.lemmas[head] in _SAYS:
            break
        if over == "refused" and state is not None:
            state = "refused" if state not in ("suspended", "refused") else None
        elif sentence.lemmas[head] == "fail" and state is None:
            state = "held without result"
        elif over == "agreed" and state == "open" and sentence.lemmas[verb] in _KEEPS:
            pass
        elif over is not None and dep != "conj":
            state = over if over == "proposed" or state in ("held", "open", "agreed", None) else state
        elif dep in ("xcomp", "pcomp") and sentence.lemmas[head] not in _STARTS:
            return None
        node = head
    return state


def _has_if(sentence: Sentence, verb: int) -> bool:
    """Tell whether a condition hangs on a verb."""
    return any(
        sentence.deps[c] == "advcl" and any(sentence.lowers[g] in ("if", "once") for g in sentence.children[c])
        for c in sentence.children[verb]
    )  # fmt: skip


def _parties(sentence: Sentence, noun: int, mentions: Mapping[int, Mention]) -> tuple[str, ...]:
    """Return the keys of the states and organisations that take part in a channel, sorted.

    Those in the sentence that act or are dealt with count; what a phrase of place or topic names does not ("talks in
    Geneva on the Ukraine conflict").
    """
    keys = {
        party.country
        for head, m in mentions.items()
        if (m.party.country or m.parts) and _takes_part(sentence, noun, head)
        for party in m.parts or (m.party,)
    }
    return tuple(sorted(key for key in keys if key))


def _with_events(parties: tuple[str, ...], sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    """Add the parties of what a sentence tells to a single one ("called on both governments to cease fire")."""
    if len(parties) != 1:
        return parties
    told = [e for e in reading.events if e.sentence == sentence.span and e.type in _MEETINGS]
    keys = {p.country for e in told for p in (*e.actors, *e.recipients) if p.country}
    return tuple(sorted({*parties, *keys})) if set(parties) & keys else parties


def _is_definite(sentence: Sentence, noun: int) -> bool:
    """Tell whether a noun speaks of a channel that is known already ("the telephone line")."""
    return any(sentence.lowers[c] in ("the", "their", "its") for c in sentence.children[noun])


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
