"""Finds what parties claim, deny or leave unanswered in sentences that report no statement of theirs.

- a release speaks for whoever its first line names, or for the ministry that it goes on naming;
- a quotation to which no words of saying belong is of the person who is the subject of the sentence before it;
- "denied having shelled it", "had no comment", "would not be drawn", "called the toll illegal".

They go on as signs of the group "claim", whose kind is the act of speech, so that joining articles needs no tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from tocsin.positions.holders import parties_of, subject_of
from tocsin.records import Content, Cue, Mention, Party, Quote, Reading, Sentence, Sign, Span, Statement

_RELEASE = re.compile(
    r"^(?:joint |press |official )?(?:statement|communiqu[eé]|declaration|release|comment|note|remarks|reply)\s+"
    r"(?:issued |made |given )?(?:by|of|from)\s",
    re.IGNORECASE,
)
_QUIET = frozenset(("boilerplate", "credit", "byline", "caption"))
_SPEAKS = frozenset(("ministry", "government", "embassy", "mission", "secretariat", "presidency", "command"))
_DENIALS = frozenset(("deny", "reject", "dismiss", "refute", "dispute", "rebut"))
_REFUSALS = frozenset(("reject", "dismiss"))  # which deny only a charge
_GRANTED = frozenset(("access", "entry", "permission", "right", "request", "chance", "visa", "aid", "bail", "permit"))
_CHARGES = frozenset((
    "accusation", "allegation", "charge", "claim", "criticism", "report", "suggestion", "assertion", "notion", "rumour",
    "rumor", "complaint", "insinuation",
))  # fmt: skip
_BLAMES = frozenset(("accusation", "blame", "charge", "recrimination", "allegation"))
_CALLS = frozenset(("call", "describe", "brand", "label", "term", "denounce"))
_SILENT = frozenset(("comment", "respond", "answer", "reply"))
_ANSWERS = frozenset(("comment", "answer", "response", "reply", "statement"))
_SCOFFS = frozenset(("scoff", "laugh", "shrug", "brush", "wave"))  # at or off a charge
_TRADES = frozenset(("trade", "exchange", "swap", "hurl", "fling"))
_CUES = _DENIALS | _CALLS | _SILENT | _SCOFFS | _TRADES | frozenset(("have", "give", "make", "offer", "draw", "say"))
_NO = frozenset(("no", "not", "n't", "n’t", "never", "neither", "nor"))
_HUMAN = frozenset(("name", "office", "pronoun", "common"))
_MANY = 2  # sentences of which the ministry is the subject that make an article its own words
_WORDS = 3  # of a quotation that is a sentence


def find_assertions(reading: Reading) -> tuple[Statement, ...]:
    """Return what parties say where no statement of theirs is reported, in text order; their ids are empty."""
    if not reading.mentions:
        return ()
    voice = _voice(reading)
    taken = sorted(span for said in reading.statements for span in said.content.spans)
    cues = {said.cue.span[0] for said in reading.statements if said.cue is not None and said.speaker is not None}
    found = [*_quoted(reading, taken), *_unowned(reading)]
    for sentence in reading.sentences:
        if not sentence.words or sentence.kind in _QUIET:
            continue
        mentions = reading.mentions[sentence.index]
        mine = [] if _CUES.isdisjoint(sentence.lemmas) else list(_worded(sentence, mentions, cues, reading))
        if not mine and voice is not None and sentence.kind == "body" and not _overlaps(sentence.span, taken):
            mine = [_statement(reading, voice, sentence.span, None, "state", mentions)]
        found.extend(mine)
    return tuple(sorted(found, key=lambda said: said.content.spans[0]))


def as_signs(reading: Reading, assertions: Sequence[Statement]) -> Iterator[Sign]:
    """Yield assertions as signs: the speaker is their party, those they speak of are the `others`."""
    starts = [(sentence.span, sentence) for sentence in reading.sentences]
    for said in assertions:
        span = said.content.spans[0]
        sentence = next((s.span for where, s in starts if where[0] <= span[0] < where[1]), span)
        if said.speaker is None:
            continue
        yield Sign(
            group="claim", kind=said.act, name=said.form, state=said.act, parties=(said.speaker,), span=span,
            sentence=sentence, cue=said.cue.text if said.cue is not None else "",
            others=tuple(sorted({party.key for party in said.targets})),
        )  # fmt: skip


def _statement(
    reading: Reading, who: Party, span: Span, cue: Cue | None, act: str, mentions: Mapping[int, Mention]
) -> Statement:  # fmt: skip
    """Make the record of an assertion."""
    parties = (mention.party for mention in mentions.values() if span[0] <= mention.party.span[0] < span[1])
    return Statement(
        id="", speaker=who, anonymous=False, cue=cue, addressee=None, confidence=0.5, rule="assertion",
        content=Content(reading.article.text[slice(*span)], (span,)), form="indirect", act=act,  # type: ignore[arg-type]
        targets=tuple({party.key: party for party in parties if party.country or party.name}.values()),
    )  # fmt: skip


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    """Tell whether a span overlaps one of those that statements hold."""
    return any(a < span[1] and b > span[0] for a, b in taken)


def _voice(reading: Reading) -> Party | None:
    """Return whose words an article is as a whole, if it is a release."""
    body = [s for s in reading.sentences if s.words and s.kind not in _QUIET]
    if not body:
        return None
    first = body[0]
    match = _RELEASE.match(reading.article.text[slice(*first.span)])
    if match is not None:
        after = first.span[0] + match.end()
        named = [m.party for m in reading.mentions[first.index].values() if m.party.country and m.party.span[1] > after]
        return min(named, key=lambda party: party.span[0], default=None)
    opening = _institution(first, reading)
    if opening is None:
        return None
    others = [_institution(sentence, reading) for sentence in body]
    again = sum(party is not None and party.country == opening.country for party in others)
    return opening if again >= _MANY else None


def _institution(sentence: Sentence, reading: Reading) -> Party | None:
    """Return the ministry or government that a sentence's main subject is, written with "the"."""
    subject = _main_subject(sentence)
    if subject is None or sentence.lemmas[subject].lower() not in _SPEAKS or subject == 0:
        return None
    mention = reading.mentions[sentence.index].get(subject)
    capital = sentence.words[subject][:1].isupper() and sentence.words[0] == "The"
    return mention.party if capital and mention is not None and mention.party.country else None


def _main_subject(sentence: Sentence) -> int | None:
    """Return the subject of the main verb; a dateline is a root of its own."""
    roots = (i for i, head in enumerate(sentence.heads) if head == i)
    return next((subject for root in roots if (subject := subject_of(sentence, root)) is not None), None)


def _quoted(reading: Reading, taken: Sequence[Span]) -> Iterator[Statement]:
    """Yield quotations of whole sentences that nobody is said to say, as of the person of the sentence before."""
    for quote in reading.quotes:
        lead = reading.article.text[max(0, quote.outer[0] - 2) : quote.outer[0]]
        words = reading.article.text[slice(*quote.span)].split()
        if quote.depth or len(words) < _WORDS or _overlaps(quote.span, taken):
            continue
        at = next((s.index for s in reading.sentences if s.span[0] <= quote.span[0] < s.span[1]), 0)
        sentence = reading.sentences[at]
        if lead.strip().endswith(":") and sentence.kind == "body":
            who = _interviewed(quote, reading)
            if who is not None:
                yield _statement(reading, who, quote.span, None, "state", reading.mentions[at])
            continue
        if at == 0 or not sentence.words or not _is_whole(quote, sentence, reading):
            continue
        before = reading.sentences[at - 1]
        if before.block != quote.block or before.kind != "body":
            continue
        who = _person(before, reading)
        if who is not None:
            yield _statement(reading, who, quote.span, None, "state", reading.mentions[at])


def _interviewed(quote: Quote, reading: Reading) -> Party | None:
    """Return who speaks after a colon ("On the troops: ..."): who spoke last, else the first sentence's person."""
    told = [s for s in reading.statements if s.form in ("direct", "mixed") and s.content.spans[0][0] < quote.span[0]]
    if told:
        return max(told, key=lambda said: said.content.spans[0][0]).speaker
    first = next((s for s in reading.sentences if s.words and s.kind == "body"), None)
    subject = _main_subject(first) if first is not None else None
    if first is None or subject is None or first.span[1] > quote.span[0]:
        return None
    mention = reading.mentions[first.index].get(subject)
    return mention.party if mention is not None and mention.human and mention.kind in ("name", "office") else None


def _unowned(reading: Reading) -> Iterator[Statement]:
    """Yield statements to which no speaker was found as those of whoever stands just after the word of saying."""
    for said in reading.statements:
        if said.speaker is not None or said.anonymous or said.cue is None:
            continue
        for sentence in reading.sentences:
            if sentence.words and sentence.span[0] <= said.cue.span[0] < sentence.span[1]:
                i = next((i for i, at in enumerate(sentence.starts) if at >= said.cue.span[1]), -1)
                for mention in reading.mentions[sentence.index].values():
                    if mention.first == i and mention.human and mention.kind in ("name", "office"):
                        yield _statement(
                            reading, mention.party, said.content.spans[0], said.cue, said.act,
                            reading.mentions[sentence.index],
                        )  # fmt: skip


def _is_whole(quote: Quote, sentence: Sentence, reading: Reading) -> bool:
    """Tell whether a quotation begins its sentence and is one."""
    lead = reading.article.text[sentence.span[0] : quote.span[0]]
    tail = reading.article.text[min(quote.span[1], sentence.span[1]) : sentence.span[1]]
    verb = any(sentence.tags[i] in ("VBD", "VBP", "VBZ", "MD") for i in range(len(sentence.words)))
    return not any(c.isalpha() for c in lead) and not any(c.isalpha() for c in tail) and verb


def _person(sentence: Sentence, reading: Reading) -> Party | None:
    """Return the one person or body with a name that is a subject in a sentence, the last one."""
    mentions = reading.mentions[sentence.index]
    found = [
        mentions[i].party for i in range(len(sentence.words))
        if sentence.deps[i] == "nsubj" and i in mentions and mentions[i].kind in _HUMAN and mentions[i].human
        and (mentions[i].party.country or mentions[i].party.name)
    ]  # fmt: skip
    return found[-1] if found and len({party.key for party in found}) == 1 else None


def _worded(
    sentence: Sentence, mentions: Mapping[int, Mention], cues: set[int], reading: Reading
) -> Iterator[Statement]:  # fmt: skip
    """Yield denials, evasions and judgements that a verb of the sentence tells."""
    for i, lemma in enumerate(sentence.lemmas):
        if lemma not in _CUES or sentence.tags[i][:2] != "VB" or sentence.starts[i] in cues:
            continue
        if lemma in _TRADES:
            yield from _traded(sentence, i, mentions, reading)
            continue
        act = _act(sentence, i)
        subject = subject_of(sentence, i, passive=lemma == "draw") if act is not None else None
        if act is None or subject is None or sentence.lowers[subject] == "that":
            continue
        holders = parties_of(sentence, subject, mentions, None)
        span = _rest(sentence, i) if holders else None
        if span is not None:
            cue = Cue(sentence.words[i], (sentence.starts[i], sentence.ends[i]))
            yield _statement(reading, holders[0], span, cue, act, mentions)


def _traded(sentence: Sentence, i: int, mentions: Mapping[int, Mention], reading: Reading) -> Iterator[Statement]:
    """Yield the charges of two parties that are said to trade them."""
    thing = next((c for c in sentence.children[i] if sentence.deps[c] == "dobj"), -1)
    subject = subject_of(sentence, i)
    if thing < 0 or subject is None or sentence.lemmas[thing] not in _BLAMES:
        return
    holders = parties_of(sentence, subject, mentions, None)
    if len(holders) != 2 or holders[0].key == holders[1].key:
        return
    span = _rest(sentence, i) or (sentence.starts[thing], sentence.ends[thing])
    cue = Cue(sentence.words[thing], (sentence.starts[thing], sentence.ends[thing]))
    for who, against in (holders, holders[::-1]):
        said = _statement(reading, who, span, cue, "accuse", mentions)
        yield msgspec.structs.replace(said, targets=(*said.targets, against))


def _act(sentence: Sentence, i: int) -> str | None:
    """Return the act of speech that a verb with its object and negation is, None where it is none."""
    lemma, below = sentence.lemmas[i], sentence.children[i]
    denied = any(sentence.lowers[c] in _NO for c in below)
    deps = {sentence.deps[c]: c for c in below}
    if lemma in _DENIALS and not denied and not deps.keys().isdisjoint(("dobj", "xcomp", "ccomp")):
        charge = "dobj" in deps and sentence.lemmas[deps["dobj"]] in _CHARGES
        given = "dobj" in deps and sentence.lemmas[deps["dobj"]] in _GRANTED
        return "deny" if (charge or lemma not in _REFUSALS) and "dative" not in deps and not given else None
    if lemma in _CALLS and not denied and "dobj" in deps | {"ccomp": 0}:
        return "state" if not deps.keys().isdisjoint(("oprd", "ccomp", "xcomp", "prep", "acomp")) else None
    if lemma in _SCOFFS:
        things = [g for c in below for g in (c, *sentence.children[c]) if sentence.deps[g] in ("dobj", "pobj")]
        return "deny" if not denied and any(sentence.lemmas[g] in _CHARGES for g in things) else None
    if lemma in _SILENT or lemma == "draw":
        return "decline" if denied and "dobj" not in deps else None
    obj = deps.get("dobj")
    if lemma in ("have", "give", "make", "offer") and obj is not None and sentence.lemmas[obj] in _ANSWERS:
        return "decline" if denied or any(sentence.lowers[c] in _NO for c in sentence.children[obj]) else None
    if lemma == "say" and obj is not None and sentence.lowers[obj] == "nothing":
        return "decline"
    return None


def _rest(sentence: Sentence, i: int) -> Span | None:
    """Return the span of what hangs on a verb to its right, or of the verb itself where nothing does."""
    last = i
    stack = [c for c in sentence.children[i] if c > i and sentence.deps[c] not in ("conj", "cc", "punct", "advcl")]
    first = min(stack, default=i)
    while stack:
        node = stack.pop()
        last = max(last, node)
        stack.extend(sentence.children[node])
    return sentence.starts[first], sentence.ends[last]
