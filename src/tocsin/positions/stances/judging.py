"""Judges by rules what a sentence says of one issue: which words decide the stance, and who holds it.

The words above an issue decide (governing.py); the subject of the deciding verb, or the possessor of the deciding noun,
holds it, "we" being whoever speaks. Where nothing governs an issue, what is said of it does ("is illegal", "called X
unlawful": data/positions/evaluations.tsv), and the speaker holds that. A condition in the clause ("if", "unless",
"provided", "in return for") makes a yes conditional.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.positions.holders import agent, parties_of, speaker, subject_of, subjects
from tocsin.positions.stances.governing import OPPOSITE, Governed, find_governing, is_denied
from tocsin.positions.stances.issues import Raised
from tocsin.positions.stances.words import judging_words
from tocsin.records import Mention, Party, Reading, Sentence, Sign, Statement

_DAMNING = frozenset(("illegal", "unlawful", "illegitimate", "unconstitutional", "sham", "unacceptable", "absurd"))
_JUST_AFTER = 70  # code points after an issue in which words that judge it stand
_CONDITIONS = frozenset(("if", "unless", "until", "once", "provided", "providing"))
_CLAUSES = frozenset(("advcl", "ccomp", "prep", "pcomp", "dep"))
_MEASURES = frozenset(("sanctions", "embargo", "blockade", "state of emergency", "border"))  # they are eased by degrees
_RULERS = frozenset(("GOV", "MIL", "JUD", "SPY", "COP", "IGO", "ELI"))
_PARTS = frozenset(("some", "most", "part", "several", "few", "certain"))
_EXCHANGED = frozenset(("return", "exchange", "condition"))
_LEFT_OPEN = frozenset(("off the table", "out of the question"))  # what is not so is not yet wanted
_NEEDED = frozenset(("necessary", "needed", "required", "possible", "need", "needs"))
_OBJECTS = frozenset(("reject", "urge", "praise", "agree", "decline"))
_MADE = frozenset(("make", "issue", "voice", "raise", "repeat", "launch"))
_FAR = 12  # tokens between a noun and who makes it
_MARKS = frozenset(("prep", "mark", "advcl"))
_BY_DEGREES = frozenset(("stages", "gradually", "partially", "partly", "steps"))
_UNTIL = frozenset(("unless", "until"))
_CALLS = frozenset((
    "call", "describe", "denounce", "declare", "consider", "brand", "regard", "deem", "label", "condemn", "dismiss",
    "reject", "view", "see", "find", "think",
))  # fmt: skip
_THIRD = frozenset(("it", "he", "she", "they"))
_BEING = frozenset((
    "be", "become", "remain", "seem", "violate", "comply", "constitute", "represent", "undermine", "break", "breach",
    "contravene", "have", "lack", "achieve", "help",
    "complies", "violates",
))  # fmt: skip
Said = tuple[int, int, Statement]  # a stretch of a sentence that is content of a statement


def spoken_in(sentence: Sentence, statements: Sequence[Statement]) -> list[Said]:
    """Return the stretches of a sentence that are content of statements."""
    start, end = sentence.span
    return [
        (max(a, start), min(b, end), statement)
        for statement in statements
        for a, b in statement.content.spans
        if a < end and b > start
    ]


def judge(
    sentence: Sentence, mentions: Mapping[int, Mention], issue: Raised, spoken: list[Said],
    where: tuple[Reading, Mapping[int, str], tuple[Party, ...]],
) -> list[Sign]:  # fmt: skip
    """Return the stances on one issue in a sentence: by the words above it, else by what is said of it."""
    reading, acts, they = where
    told: list[tuple[str, str, tuple[Party, ...], Statement | None]] = []
    for governed in find_governing(sentence, issue, acts):
        said = _innermost(sentence, governed.node, spoken)
        holders = _holders(sentence, governed, mentions, said) or _meant(sentence, governed, mentions, they)
        if said is not None and said.speaker is not None and _is_hearsay(governed, said):
            holders = tuple(party for party in holders if party.country == said.speaker.country)
        if governed.doing and issue.issue == "talks":
            holders = tuple(party for party in holders if not _among_themselves(sentence, issue.head, party, mentions))
        if governed.doing and said is None and len(holders) == 1 and holders[0].text.lower() in _THIRD:
            holders = ()  # who "it" is, is too often guessed
        stance = _conditional(sentence, governed, issue)
        told.append((stance, governed.cue, holders, said))
    if not any(holders for *_, holders, _ in told):
        judged = _evaluated(sentence, issue, reading)
        if judged is not None:
            said = _innermost(sentence, issue.head, spoken)
            stance, cue, caller = judged
            holders = subjects(sentence, caller, mentions, said) if caller is not None else speaker(said)
            told.append((stance, cue, holders, said))
    return [
        make_sign(sentence, issue, holder, stance, cue, said)
        for stance, cue, holders, said in told
        for holder in holders
    ]


def make_sign(
    sentence: Sentence, issue: Raised, holder: Party, stance: str, cue: str, said: Statement | None
) -> Sign:  # fmt: skip
    """Return the sign of a stance; arms supplies to the holder itself are arms supplies."""
    base, _, to = issue.issue.rpartition(" to ")
    span = (sentence.starts[issue.first], sentence.ends[issue.head])
    span = (min(span), max(span[1], sentence.ends[issue.first]))
    return Sign(
        group="stance", kind=base if base and to == holder.country else issue.issue,
        name=issue.name, state=stance, parties=(holder,), span=span,
        sentence=sentence.span, cue=cue, attributed_to=(said.id or None) if said else None,
    )  # fmt: skip


def _is_hearsay(governed: Governed, said: Statement) -> bool:
    """Tell whether a stance that a noun or deed shows is one party's word on another's.

    What is rejected or urged is told by the writer ("rejected the threats of sanctions made by Norway").
    """
    told = governed.noun and said.act in _OBJECTS and said.form == "indirect"
    known = said.speaker is not None and said.speaker.country is not None
    return (governed.noun or governed.doing) and known and not told


def _innermost(sentence: Sentence, node: int, spoken: list[Said]) -> Statement | None:
    """Return the statement whose content most narrowly holds a token."""
    at = sentence.starts[node]
    said = min((s for s in spoken if s[0] <= at < s[1]), key=lambda s: s[1] - s[0], default=None)
    return said[2] if said is not None else None


def _among_themselves(sentence: Sentence, talks: int, holder: Party, mentions: Mapping[int, Mention]) -> bool:
    """Tell whether talks are with the holder's own officials."""
    others = [
        mentions[c].party
        for prep in sentence.children[talks] if sentence.lowers[prep] == "with"
        for c in sentence.children[prep] if c in mentions
    ]  # fmt: skip
    return bool(others) and all(
        party.country == holder.country and not _RULERS.isdisjoint(party.sectors) for party in others
    )


def _meant(
    sentence: Sentence, governed: Governed, mentions: Mapping[int, Mention], they: tuple[Party, ...]
) -> tuple[Party, ...]:
    """Return whom a "they" means that names nobody: the subject of the sentence before."""
    if governed.noun or governed.wished or not they:
        return ()
    subject = subject_of(sentence, governed.node)
    if subject is None or sentence.lowers[subject] != "they":
        return ()
    if any(sentence.deps[i] in ("nsubj", "nsubjpass") for i in range(subject)):
        return ()  # it can be those who are spoken of in the sentence itself
    mention = mentions.get(subject)
    return they if mention is None or not (mention.party.country or mention.party.name or mention.parts) else ()


def _holders(
    sentence: Sentence, governed: Governed, mentions: Mapping[int, Mention], said: Statement | None
) -> tuple[Party, ...]:
    """Return who holds a governed stance."""
    if governed.noun:
        for child in sentence.children[governed.node]:
            if sentence.deps[child] == "poss":
                return parties_of(sentence, child, mentions, None)
            if sentence.lowers[child] == "by" or (sentence.deps[child] == "acl" and sentence.tags[child] == "VBN"):
                inner = [c for c in sentence.children[child] if sentence.deps[c] == "pobj"]
                inner = inner or [c for c in (agent(sentence, child),) if c is not None]
                return parties_of(sentence, inner[0], mentions, None) if inner else ()
        return _made_by(sentence, governed.node, mentions) or _by_adjective(sentence, governed.node, mentions)
    if governed.wished:
        return speaker(said)
    return subjects(sentence, governed.node, mentions, said)


def _made_by(sentence: Sentence, noun: int, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return who makes what a noun tells, where "made by" hangs on a noun under it ("threats of sanctions made by")."""
    for i in range(noun + 1, min(noun + _FAR, len(sentence.words))):
        if sentence.deps[i] == "acl" and sentence.lemmas[i] in _MADE and sentence.tags[i] == "VBN":
            by = agent(sentence, i)
            return parties_of(sentence, by, mentions, None) if by is not None else ()
    return ()


def _by_adjective(sentence: Sentence, noun: int, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return the states whose adjectives stand before a noun ("the French and German drive")."""
    found: list[Party] = []
    stack = [c for c in sentence.children[noun] if c < noun and sentence.deps[c] in ("amod", "compound", "nmod")]
    for c in stack:
        stack.extend(g for g in sentence.children[c] if sentence.deps[g] == "conj")
        if c in mentions and mentions[c].party.country and mentions[c].kind in ("state", "name", "organisation"):
            found.append(mentions[c].party)
    return tuple({party.key: party for party in found}.values())


def _evaluated(sentence: Sentence, issue: Raised, reading: Reading) -> tuple[str, str, int | None] | None:
    """Return the stance that words said of an issue give it, these words, and the verb whose subject calls it so."""
    pattern, stances = judging_words()
    head, dep = sentence.heads[issue.head], sentence.deps[issue.head]
    while dep in ("pobj", "prep", "nmod") and (sentence.tags[head][:2] == "NN" or sentence.lowers[head] == "of"):
        dep, head = sentence.deps[head], sentence.heads[head]
    if dep == "dobj" and sentence.deps[head] == "acl":  # "the decision to hold the referendum is lawful"
        noun = sentence.heads[head]
        dep, head = sentence.deps[noun], sentence.heads[noun]
    calls = dep in ("dobj", "nsubj", "nsubjpass", "ccomp") and _calling(sentence, head)
    caller = calls if calls is not False else None
    if caller is None and not (dep == "nsubj" and {sentence.lemmas[head], sentence.lowers[head]} & _BEING):
        amods = [c for c in sentence.children[issue.head] if sentence.deps[c] == "amod"]
        for c in amods:
            if sentence.lowers[c] in _DAMNING:
                return stances[sentence.lowers[c]], sentence.words[c], None
        return None
    behind = sentence.ends[issue.head]
    end = min([sentence.span[1], behind + _JUST_AFTER, *_next_clause(sentence, issue.head, head)])
    text = reading.article.text[behind:end].lower().replace("’", "'")
    match = pattern.search(text)
    if match is None:
        return None
    stance = stances[match.group()]
    denied = is_denied(sentence, head) and not match.group().startswith(("not ", "never "))
    opposite = "conditional" if match.group() in _LEFT_OPEN else OPPOSITE[stance]
    return (opposite if denied else stance), match.group(), caller


def _calling(sentence: Sentence, i: int) -> int | bool:
    """Return the verb of calling at or just above a token, else False."""
    for node in (i, sentence.heads[i]):
        if sentence.lemmas[node] in _CALLS and sentence.tags[node][:2] == "VB":
            return node
    return False


def _next_clause(sentence: Sentence, issue: int, head: int) -> list[int]:
    """Return the offsets after an issue at which other clauses than that of its verb begin."""
    return [
        sentence.starts[i]
        for i in range(issue + 1, len(sentence.words))
        if (sentence.deps[i] == "nsubj" and sentence.heads[i] != head) or sentence.lowers[i] in (";", "but", "although")
    ]


def _conditional(sentence: Sentence, governed: Governed, issue: Raised) -> str:
    """Make a yes conditional where a clause hung on its verbs sets a condition; a no only by "unless" and "until"."""
    stance = governed.stance
    if stance == "eased":
        return "conditional" if _is_in_part(sentence, issue, governed) else "against"
    if stance not in ("for", "against") or governed.noun or governed.cue.lower().startswith("threat"):
        return stance
    nodes = [issue.head, *governed.chain]
    if sentence.deps[nodes[-1]] == "ccomp":
        nodes.append(sentence.heads[nodes[-1]])
    for node in nodes:
        for c in sentence.children[node]:
            words = {sentence.lowers[c], *(sentence.lowers[g] for g in sentence.children[c])}
            if stance == "for" and sentence.lowers[c] in ("provided", "providing") and sentence.deps[c] in _MARKS:
                return "conditional"
            if sentence.deps[c] not in _CLAUSES or not _is_condition(sentence, c, words):
                continue
            if "until" in words and stance == "for":
                return stance  # "should not be lifted until"
            if stance == "for" or words & _UNTIL:
                return "conditional"
    return stance


def _is_in_part(sentence: Sentence, issue: Raised, governed: Governed) -> bool:
    """Tell whether a measure is ended only in part, or where something comes about."""
    if issue.issue.split(" on ")[0] not in _MEASURES:
        return False
    below = [*sentence.children[issue.head], *(g for c in sentence.children[issue.head] for g in sentence.children[c])]
    part = any(sentence.tags[c] == "CD" or sentence.lowers[c] in _PARTS for c in below)
    above = sentence.lowers[sentence.heads[issue.head]] in ("of", "some", "most")
    hung = [c for node in governed.chain for c in sentence.children[node]]
    part = part or not _BY_DEGREES.isdisjoint(sentence.lowers)
    on = [g for c in hung if sentence.lowers[c] == "on" for g in sentence.children[c]]
    part = part or any(sentence.tags[g] == "CD" and sentence.deps[g] == "pobj" for g in on)
    marks = {sentence.lowers[g] for c in hung if sentence.deps[c] == "advcl" for g in sentence.children[c]}
    part = part or any(
        sentence.lowers[c] in ("in", "on") and any(sentence.lowers[g] in _EXCHANGED for g in sentence.children[c])
        for c in hung
    )
    return part or above or not marks.isdisjoint(_CONDITIONS | {"when", "as", "after"})


def _is_condition(sentence: Sentence, i: int, words: set[str]) -> bool:
    """Tell whether a clause or prepositional phrase sets a condition."""
    if sentence.deps[i] == "prep":
        if sentence.lowers[i] not in ("on", "in", "until"):
            return False
        bartered = sentence.lowers[i] == "in" and not words.isdisjoint(("return", "exchange"))
        return sentence.lowers[i] == "until" or bartered or "condition" in words
    if sentence.deps[i] == "advcl":
        marks = {sentence.lowers[g] for g in sentence.children[i] if sentence.deps[g] in ("mark", "advmod")}
        long = {"as", "long"} <= marks or any(sentence.lowers[g] == "long" for g in sentence.children[i])
        if sentence.lowers[i] in _NEEDED:
            return False  # "more sanctions if necessary"
        return not marks.isdisjoint(_CONDITIONS) or sentence.lowers[i] in ("provided", "providing") or long
    helped = any(sentence.deps[g] in ("aux", "auxpass") for g in sentence.children[i])  # "will be provided by"
    return sentence.lowers[i] in ("provided", "providing") and not helped
