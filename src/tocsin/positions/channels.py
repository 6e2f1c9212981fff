"""Finds channels and off-ramps between parties (talks, hotlines, envoys, ceasefires, proposals) and their state.

Algorithm: in each parsed sentence the nouns of data/positions/channels.tsv are looked up; the verb that governs one
puts it in a state (data/positions/states.tsv), and verbs above that one change it: what is offered or demanded is
proposed, what somebody agrees to do is agreed, what somebody refuses or will not do is refused. What could be, what
hangs on "if" and what a clause of time only mentions ("while the talks last") is no news of a channel. The parties are
those named in the sentence. Over many articles the signs of one kind between the same parties make one channel, whose
state is that of its latest sign (joining/runs.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.positions.naming import name_of
from tocsin.positions.roles import behind, doers_of, holders_of, is_alleged, named, objects_of, who_is_named
from tocsin.positions.times import day_told, is_long_ago
from tocsin.records import ChannelSign, Mention, Party, Reading, Sentence, Span
from tocsin.text import contains

_OBJECT = frozenset(("dobj", "nsubjpass", "pobj", "oprd", "attr", "conj", "dep"))
_AHEAD = frozenset(("will", "would", "shall", "'ll", "’ll", "wo"))
_WILL = frozenset(("will", "shall", "'ll", "’ll"))
_HELPERS = frozenset(("aux", "neg", "mark", "advmod"))
_PERHAPS = frozenset(("could", "may", "might", "should", "must"))
_ASIDE = frozenset(("if", "whether", "unless", "while", "until", "before", "as", "since", "when", "after", "once"))
_SAYS = frozenset(("say", "tell", "add", "report", "write", "note", "state", "announce", "confirm", "repeat"))
_JUDGES = frozenset((  # which make nobody a party to what they judge
    "consider", "regard", "view", "condemn", "criticise", "criticize", "denounce", "deplore", "lament", "describe",
    "brand",
))  # fmt: skip
_STARTS = frozenset((
    "begin", "start", "continue", "go", "try", "be", "help", "come", "manage", "prompt", "lead", "cause", "force",
))  # fmt: skip
_ALLEGES = frozenset(("allege", "claim", "suspect", "fear"))
_KEEPS = frozenset(("keep", "maintain", "preserve", "remain", "continue"))
_LOOSE = frozenset(("last", "open", "work", "go", "end", "close"))  # "the last talks" have not lasted
_NEWS = frozenset(("press", "news", "editorial"))  # conferences at which nobody negotiates
_BETWEEN = frozenset(("held", "open", "agreed", "suspended", "concluded"))  # states that talks need two for
_PUTS = frozenset((
    "make", "repeat", "renew", "put", "present", "bring", "table", "outline", "issue", "have", "announce", "submit",
    "launch", "float", "unveil", "reiterate", "extend", "set", "send", "come", "lead", "say",
))  # fmt: skip
_LACKS = frozenset((
    "failure", "inability", "reluctance", "chance", "ability", "right", "power", "opportunity", "pressure", "way",
))  # fmt: skip
_MAKES = frozenset(
    ("proposal", "offer", "call", "demand", "appeal", "plan", "idea", "request", "invitation", "suggestion")
)
_OVER = {
    **dict.fromkeys((
        "offer", "propose", "suggest", "urge", "call", "demand", "ask", "invite", "appeal", "seek", "want", "press",
        "push", "plead", "beg", "recommend", "proposal", "appeal", "request", "idea", "invitation", "encourage",
    ), "proposed"),
    **dict.fromkeys((
        "agree", "accept", "promise", "decide", "pledge", "ready", "willing", "prepared", "willingness", "readiness",
        "intention",
    ), "agreed"),
    **dict.fromkeys((
        "refuse", "decline", "reject", "oppose", "unwilling", "refusal", "unwillingness",
    ), "refused"),
}  # fmt: skip
_GOES_ON = frozenset(("take", "go", "happen", "resume", "continue", "begin", "start", "proceed", "hold", "meet"))
_OFFERED = frozenset((
    "mediate", "hold", "talk", "meet", "negotiate", "send", "host", "end", "stop", "resolve", "settle", "withdraw",
    "release", "open", "post", "observe", "cease", "help", "bring", "arbitrate", "monitor", "exchange", "convene",
))  # fmt: skip
_GIVES = frozenset(("free", "release"))  # which one side does for itself too
_SIGNS = frozenset(("sign", "signs"))
_NEGATORS = frozenset(("neg",))
_SIDES = frozenset(("with", "between", "to", "from", "by", "among", "against", "toward", "towards"))
_USES = frozenset(("use", "operate", "function", "work", "ring", "hold up"))  # what is done with a line, not with talks
_ABIDES = frozenset(("abide", "adhere", "stick", "respect", "honour", "honor", "implement"))
_OF_TWO = frozenset(("talks", "hotline"))
_BOTH = frozenset(("between", "among"))
_INSIDE = frozenset(("compound", "amod", "nmod", "poss"))
_SIDES_OF = _SIDES | {"of"}
_TOPIC = frozenset(("on", "about", "for"))
_WITH = frozenset(("with",))
_TIES = frozenset(("tie", "relation", "cooperation", "link", "trade", "association"))  # "an accord on ties with"
_UP = 7  # words above a channel in which its parties are looked for
_LONGEST = 70  # words of a sentence that the parser can be trusted with
_BACK = 300  # code points over which a bare "offer" takes a channel up
_MEETINGS = frozenset(("REQUEST", "AGREE", "COOPERATE", "REJECT", "RETREAT", "CONCEDE"))
_MOVES = frozenset(("return",))  # "the ambassador returned"
_THROUGH = frozenset((
    "round", "series", "hour", "day", "session", "resumption", "start", "beginning", "idea", "set", "week", "number",
    "terms", "creation", "establishment", "opening", "meeting", "possibility", "dispatch", "presence", "deployment",
))  # fmt: skip
_LEADS: dict[str, frozenset[str]] = {
    "to": frozenset((
        "agree", "return", "come", "go", "bring", "invite", "commit", "open", "submit", "take", "object", "consent",
        "appeal", "stick", "adhere", "turn",
    )),
    "for": frozenset((
        "call", "ask", "appeal", "push", "press", "plead", "prepare", "meet", "lobby", "argue", "invite",
    )),
    "on": frozenset(("agree", "insist", "decide", "settle")),
    "in": frozenset(("engage", "participate", "take", "join", "sit")),
    "with": frozenset(("go", "proceed", "begin", "start", "agree", "continue")),
    "under": frozenset(("agree", "meet", "talk")),
    "into": frozenset(("enter", "go")),
    "from": frozenset(("withdraw", "walk", "pull")),
    "of": frozenset(("pull", "walk")),
    "by": frozenset(("abide", "stand")),
}  # fmt: skip
_NOT_YET = frozenset(("held", "open", "agreed", "concluded", None))
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
        if sentence.words and len(sentence.words) <= _LONGEST and sentence.words[-1] != "?":
            for sign in _in_sentence(sentence, reading):
                bare = sign.kind == "proposal" and _is_bare(sentence, sign.span)
                found.append(_of_what(sign, found) if bare else sign)
    return tuple(found)


def _is_body(reading: Reading, sentence: Sentence, noun: int) -> bool:
    """Tell whether a noun names a body that is a party itself ("the European Commission")."""
    mention = reading.mentions[sentence.index].get(noun) if reading.mentions else None
    return mention is not None and mention.kind in ("organisation", "metonym") and mention.party.country is not None


def _is_inside(sentence: Sentence, noun: int) -> bool:
    """Tell whether a noun only classes another ("a conference call")."""
    return sentence.deps[noun] in _INSIDE and sentence.tags[sentence.heads[noun]][:2] == "NN"


def _is_other(sentence: Sentence, noun: int) -> bool:
    """Tell whether a plan or an offer is to do something that is no channel ("a plan to join the raids")."""
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


def _in_sentence(sentence: Sentence, reading: Reading) -> Iterator[ChannelSign]:
    """Yield the signs of one sentence, one for each kind of channel."""
    nouns, verbs = _nouns(), _verbs()
    seen: set[str] = set()
    for i, lemma in enumerate(sentence.lemmas):
        if lemma in verbs and sentence.tags[i][:2] == "VB":
            yield from _told_by_verb(sentence, i, who_is_named(sentence, reading), reading)
            continue
        known = nouns.get(lemma) or nouns.get(sentence.lowers[i])
        if known is None or sentence.tags[i][:2] != "NN":
            continue
        entry = next((entry for entry in known if _matches(sentence, i, entry)), None)
        if entry is None or entry[1] in seen or (entry[1] == "mission" and sentence.tags[i] == "NNP"):
            continue  # a newspaper is called Monitor
        if sentence.tags[i] == "NNP" and entry[1] == "contact group" and _is_body(reading, sentence, i):
            continue
        if _is_inside(sentence, i) or (entry[1] == "proposal" and _is_other(sentence, i)):
            continue
        state, verb = _state(sentence, i, entry[1]) if sentence.lowers[i - 1] not in _NEWS else (None, i)
        if state is None or is_long_ago(sentence, verb, reading):
            continue
        if state == "proposed" and entry[1] == "mission" and _is_definite(sentence, i):
            continue  # "called for the observers to be let in"
        parties = _with_events(_parties(sentence, i, who_is_named(sentence, reading)), sentence, reading)
        if not (parties or _is_definite(sentence, i)):
            continue
        if entry[1] in _OF_TWO and len(parties) == 1 and state in _BETWEEN and not behind(sentence, i, _BOTH):
            continue
        seen.add(entry[1])
        span = (sentence.starts[i - len(entry[0]) + 1], sentence.ends[i])
        yield _sign(sentence, i, (entry[1], name_of(sentence, i, entry[0]), state), parties, span, reading)


@cache
def _verbs() -> dict[str, tuple[str, str, frozenset[str], str]]:
    """Map verbs that tell of a channel without naming it to its kind, state, the objects that they need, and name."""
    return {
        verb: (row["kind"], row["state"], frozenset(cell_values(row["objects"])), row["name"])
        for row in read_table("positions/channel_verbs.tsv", ("kind", "state", "verbs"))
        for verb in cell_values(row["verbs"])
    }


def _told_by_verb(
    sentence: Sentence, i: int, mentions: Mapping[int, Mention], reading: Reading
) -> Iterator[ChannelSign]:  # fmt: skip
    """Yield the sign of a verb that tells of a channel ("offered to mediate", "expelled the ambassador")."""
    kind, given, objects, name = _verbs()[sentence.lemmas[i]]
    slots = ("dobj", "nsubjpass", "nsubj") if sentence.lemmas[i] in _MOVES else ("dobj", "nsubjpass")
    held = [c for c in sentence.children[i] if sentence.deps[c] in slots]
    held += [g for c in held for g in sentence.children[c] if sentence.deps[g] == "appos"]
    fitting = [c for c in held if sentence.lemmas[c] in objects]
    if objects and not fitting:
        return
    noun = fitting[0] if fitting else i
    state = None if _is_aside(sentence, i) else _above(sentence, i, given)
    if state is None or is_long_ago(sentence, i, reading):
        return
    parties = _with_events(_parties(sentence, noun, mentions), sentence, reading)
    if len(parties) < (2 if sentence.lemmas[i] in _GIVES else 1):
        return
    if sentence.lemmas[i] in _GIVES:
        if not named(sentence, doers_of(sentence, i) or (), mentions):
            return
        name = f"release of {name_of(sentence, noun)}"
    span = (sentence.starts[min(i, noun)], sentence.ends[max(i, noun)])
    yield _sign(sentence, i, (kind, name, state), parties, span, reading)


def _sign(
    sentence: Sentence, i: int, what: tuple[str, str, str], parties: tuple[str, ...], span: Span, reading: Reading
) -> ChannelSign:  # fmt: skip
    """Make the sign of a kind, a name and a state."""
    said = next((s.id for s in reading.statements if any(contains(c, span) for c in s.content.spans)), None)
    kind, name, state = what
    return ChannelSign(
        kind=kind, name=name, state=state, parties=parties, span=span, sentence=sentence.span, attributed_to=said,
        date=day_told(sentence, i, reading),
    )  # fmt: skip


def _is_aside(sentence: Sentence, verb: int) -> bool:
    """Tell whether a clause only says who somebody is ("the rebels who signed the truce") or makes an act a thing."""
    dep, tag = sentence.deps[verb], sentence.tags[verb]
    if dep == "amod":
        return True
    if dep == "relcl":
        return verb > 1 and "," not in sentence.words[max(0, sentence.heads[verb]) : verb]
    if tag == "VBG" and dep in ("dobj", "nsubj", "csubj", "pobj", "attr", "amod"):
        return True
    kids = {sentence.lowers[c] for c in sentence.children[verb] if sentence.deps[c] == "aux"}
    return {"to", "have"} <= kids  # "the first to have signed"


def _matches(sentence: Sentence, i: int, entry: tuple[tuple[str, ...], str, frozenset[str]]) -> bool:
    """Tell whether a channel noun of several words ends at token i, with what it needs beside it."""
    words, _, needs = entry
    first = i - len(words) + 1
    if first < 0 or any(
        sentence.lemmas[first + k] != word and sentence.lowers[first + k] != word for k, word in enumerate(words)
    ):
        return False
    return not needs or any(
        low in needs and not (low in _SIGNS and sentence.tags[k][:2] == "NN") for k, low in enumerate(sentence.lowers)
    )


def _state(sentence: Sentence, noun: int, kind: str) -> tuple[str | None, int]:
    """Return the state that the words above a noun put it in, or None, and the word that says so."""
    given: list[tuple[str | None, int]] = [
        (state, child) for child in sentence.children[noun]
        for _, state, _, rest in _states().get(sentence.lemmas[child], ())
        if not rest and sentence.deps[child] in ("acl", "relcl") and sentence.lemmas[child] not in _LOOSE
    ]  # fmt: skip
    blocked = [told for told in given if any(sentence.deps[c] == "agent" for c in sentence.children[told[1]])]
    if blocked:
        return blocked[0]
    state = _from_above(sentence, noun, kind)
    return (state, noun) if state or not given or sentence.deps[noun] == "pobj" else given[0]


def _from_above(sentence: Sentence, noun: int, kind: str) -> str | None:
    """Return the state that the verb above a noun puts it in, or None."""
    node, slot = noun, sentence.deps[noun]
    for _ in range(_LADDER):
        head = sentence.heads[node]
        if head == node or sentence.deps[node] in ("advcl", "relcl", "parataxis"):
            return None
        if sentence.deps[head] in ("prep", "agent", "dative") and sentence.deps[node] == "pobj":
            upper = sentence.heads[head]
            word = sentence.lemmas[upper]
            if not _leads(sentence.lowers[head], word, sentence.tags[upper][:2] == "VB"):
                return None
        if sentence.tags[head][:2] == "VB":
            if _is_aside(sentence, head):
                return None
            if sentence.lemmas[head] in ("hold", "remain", "block", "meet") and kind in ("mission", "envoy"):
                return None  # held by gunmen, met with a mayor
            if sentence.lemmas[head] in _USES and kind in ("talks", "accord"):
                return None
            if sentence.lemmas[head] == "keep" and any(sentence.lowers[c] == "out" for c in sentence.children[head]):
                return None  # "keep the talks out of the quarrel"
            in_object = slot in _OBJECT or sentence.deps[node] in ("prep", "conj", "appos")
            state = _above(sentence, head, _by_verb(sentence, head, in_object))
            called_off = state == "refused" and not in_object and sentence.lemmas[head] in _GOES_ON
            return "suspended" if called_off else state
        if any(sentence.lowers[c] == "no" for c in sentence.children[head]):
            return None  # "no plans for a meeting"
        if sentence.lemmas[head] in _MAKES:
            return _of_offer(sentence, head)
        node = head
    return None


def _leads(preposition: str, above: str, verb: bool) -> bool:
    """Tell whether what is said by the word above a preposition is said of the noun behind it."""
    if not verb:
        return above in _MAKES or (preposition == "of" and above in _THROUGH) or preposition in ("with", "between")
    return above in _LEADS.get(preposition, ())


def _of_offer(sentence: Sentence, noun: int) -> str | None:
    """Return the state of what an offer or proposal offers: as the verb above it says, else proposed."""
    verb = sentence.heads[noun]
    if sentence.deps[noun] not in ("dobj", "nsubjpass", "pobj") or verb == noun:
        return "proposed"
    verb = sentence.heads[verb] if sentence.deps[noun] == "pobj" else verb
    if sentence.tags[verb][:2] != "VB":
        return "proposed"
    puts = sentence.lemmas[verb] in _PUTS or sentence.lemmas[verb] in _OVER
    return _above(sentence, verb, _by_verb(sentence, verb, True) or ("proposed" if puts else None))


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
        if sentence.deps[node] == "csubj" or is_alleged(sentence, node):
            return None
        if not lowers.isdisjoint(_ASIDE) and sentence.deps[node] in ("advcl", "ccomp", "relcl"):
            return None
        if sentence.deps[node] == "advcl" and "to" in lowers and sentence.lemmas[sentence.heads[node]] not in _OVER:
            return None  # what is only meant
        denied = any(sentence.deps[c] in _NEGATORS and c < node for c in sentence.children[node])
        if lowers & _PERHAPS:
            return None
        if denied:
            if state in ("agreed", "proposed") or (state in ("held", "open") and lowers & _AHEAD):
                state = "refused"
            else:
                return None
        elif state in ("held", "open", "concluded") and lowers & _AHEAD:
            state = "proposed" if _has_if(sentence, node) else "agreed" if lowers & _WILL else None
        head, dep = sentence.heads[node], sentence.deps[node]
        if dep == "advcl" and "to" in lowers and sentence.lemmas[head] in _OVER:
            dep = "xcomp"  # "offered on Thursday to host talks"
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
            if sentence.lemmas[head] in _MAKES:  # "rejected the idea of attending"
                return _of_offer(sentence, head)
        if dep == "acl" and (
            sentence.lemmas[head] in _LACKS or any(sentence.lowers[c] == "no" for c in sentence.children[head])
        ):
            return None  # "no intention to break the treaty"
        over = _OVER.get(sentence.lemmas[head])
        unsure = sentence.lemmas[head] in _ALLEGES or any(sentence.deps[c] == "neg" for c in sentence.children[head])
        if dep == "ccomp" and unsure:
            return None  # "does not believe that", "alleged that"
        if over == "proposed" and sentence.lemmas[verb] in _ABIDES:
            return None
        if sentence.lemmas[head] in _SAYS or (dep == "ccomp" and over is None):
            return None if sentence.deps[head] == "csubj" else state
        if over == "refused" and state is not None:
            state = "refused" if state not in ("suspended", "refused") else None
        elif sentence.lemmas[head] == "fail" and state is None:
            state = "held without result"
        elif over == "agreed" and state == "open" and sentence.lemmas[verb] in _KEEPS:
            pass
        elif over is not None and dep != "conj":
            state = over if over == "proposed" or state in _NOT_YET else state
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
    """Return the keys of the states, organisations and groups that take part in a channel, sorted.

    They are those whose it is or between whom, and the subjects and objects of the verbs above it. Who only says so
    does not count, nor what a phrase of place or topic names ("talks in Geneva on Ukraine").
    """
    found: list[Party] = [
        *named(sentence, [noun], mentions), *named(sentence, behind(sentence, noun, _SIDES_OF), mentions)
    ]  # fmt: skip
    ties = [t for t in behind(sentence, noun, _TOPIC) if sentence.lemmas[t] in _TIES]
    found += [p for t in ties for p in named(sentence, behind(sentence, t, _WITH), mentions)]
    told = (noun, *(c for c in sentence.children[noun] if sentence.deps[c] == "acl"))
    between = {party.key for c in told for party in named(sentence, behind(sentence, c, _BOTH), mentions)}
    if len(between) > 1:
        return tuple(sorted(between))
    node = noun
    for _ in range(_UP):
        head = sentence.heads[node]
        if head == node and sentence.tags[node][:2] != "VB":
            break
        node = head
        if sentence.tags[node][:2] == "VB":
            tokens = [t for t in (*(doers_of(sentence, node) or ()), *_given(sentence, node)) if t != noun]
            tokens += behind(sentence, node, _SIDES)
            if sentence.lemmas[node] in _SAYS or (sentence.lemmas[node] in _JUDGES and found):
                break
            found.extend(named(sentence, tokens, mentions))
            if sentence.deps[node] in ("relcl", "parataxis"):
                break
        elif sentence.tags[node][:2] == "NN":
            found += holders_of(sentence, node, mentions)
            found += named(sentence, behind(sentence, node, _SIDES_OF), mentions)
        if sentence.heads[node] == node:
            break
    return tuple(sorted({party.key for party in found}))


def _given(sentence: Sentence, verb: int) -> list[int]:
    """Return the objects of a verb, those to whom something is given among them."""
    return objects_of(sentence, verb) + [c for c in sentence.children[verb] if sentence.deps[c] == "dative"]


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
