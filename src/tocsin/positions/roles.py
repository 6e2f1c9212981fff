"""Says who takes part in what a verb or a noun names: the subjects of clauses, and who is on the other side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tocsin.positions.joining.holders import FIGHTING
from tocsin.records import Mention, Party, Reading, Sentence

_WHO = frozenset(("who", "which", "that", "whom"))
_HOLDERS = ("poss", "amod", "compound", "nmod")
_HANDS_ON = frozenset((
    "order", "ask", "urge", "tell", "call", "force", "allow", "invite", "help", "let", "permit", "authorise",
    "authorize", "direct", "instruct", "compel", "press", "push", "persuade", "lead", "prompt", "enable", "want",
    "catch", "see", "spot", "find", "watch",
))  # fmt: skip
_PAPERS = frozenset(("bill", "law", "order", "decree", "resolution", "legislation", "decision", "measure", "statement"))
_ALLEGED = frozenset(("allegedly", "purportedly", "supposedly"))
GUESSED = frozenset(("country-of-place", "country-of-article", "country-of-dateline"))  # rules that guess
_OFFICIAL = frozenset(("GOV", "MIL", "OPP"))
_CAPITAL = "capital-for-government"  # before a noun it says where: "the Geneva talks"
_CHAIN = 6  # clauses that a subject is handed down through


def with_joined(sentence: Sentence, tokens: Sequence[int]) -> list[int]:
    """Return tokens with what is joined to them by "and" or stands in apposition."""
    found = list(tokens)
    for token in found:
        found.extend(c for c in sentence.children[token] if sentence.deps[c] in ("conj", "appos") and c not in found)
    return found


def objects_of(sentence: Sentence, verb: int) -> list[int]:
    """Return the heads of the phrases that something is done to."""
    return [c for c in sentence.children[verb] if sentence.deps[c] in ("dobj", "nsubjpass")]


def doers_of(sentence: Sentence, verb: int) -> list[int] | None:
    """Return the heads of the phrases that do what a verb says; None where the sentence leaves them out.

    A verb without a subject of its own takes that of the clause it hangs on, or whom that clause hands the act to
    ("ordered the navy to leave"); "who" stands for the noun before it.
    """
    for _ in range(_CHAIN):
        passive = any(sentence.deps[c] in ("auxpass", "nsubjpass") for c in sentence.children[verb])
        agents = [
            g for c in sentence.children[verb] if sentence.deps[c] == "agent"
            for g in sentence.children[c] if sentence.deps[g] == "pobj"
        ]  # fmt: skip
        if agents or passive:
            return agents or None
        subjects = [c for c in sentence.children[verb] if sentence.deps[c] == "nsubj"]
        head, dep = sentence.heads[verb], sentence.deps[verb]
        if subjects:
            if sentence.lowers[subjects[0]] in _WHO and dep == "relcl":
                return [head]
            return subjects
        if dep == "acl" and sentence.tags[head][:2] == "NN":
            return _of_noun(sentence, verb, head)
        if dep == "pcomp":
            head = sentence.heads[head]
        if dep not in ("xcomp", "conj", "advcl", "pcomp", "ccomp", "acl") or head == verb:
            return None
        if sentence.tags[head] == "JJ" and dep == "xcomp" and sentence.tags[sentence.heads[head]][:2] == "VB":
            head = sentence.heads[head]  # "was ready to attend"
        if sentence.tags[head][:2] != "VB":
            return None
        if dep in ("xcomp", "ccomp", "advcl") and sentence.lemmas[head] in _HANDS_ON:
            handed = objects_of(sentence, head)
            if handed:
                return handed
        verb = head
    return None


def _of_noun(sentence: Sentence, verb: int, noun: int) -> list[int] | None:
    """Return who does what hangs on a noun: whose decision it is, or the thing that is doing it."""
    if sentence.tags[verb] == "VBN":
        return [noun] if sentence.deps[noun] == "ROOT" and "," in sentence.words[noun:verb] else None
    head = sentence.heads[noun]
    if sentence.tags[verb] == "VBD":  # where the parser takes a sentence for a noun phrase
        return [noun]
    if sentence.tags[verb] == "VBG":
        is_paper = sentence.lemmas[noun] in _PAPERS and sentence.tags[head][:2] == "VB"
        return doers_of(sentence, head) if is_paper else [noun]
    holders = [c for c in sentence.children[noun] if sentence.deps[c] == "poss"]
    if holders:
        return holders
    if sentence.deps[noun] in ("dobj", "pobj") and sentence.tags[head][:2] == "VB":
        return doers_of(sentence, head)
    return None


def named(
    sentence: Sentence, tokens: Sequence[int], mentions: Mapping[int, Mention], *, things: bool = True,
    apart: bool = False,
) -> tuple[Party, ...]:  # fmt: skip
    """Return the states, organisations and known groups that phrases name, or that their modifiers name.

    Without `things`, phrases that are of no people or bodies are left out ("the Iran deal"). Set `apart`, those who
    oppose a state are named beside it, else each state once.
    """
    found: dict[tuple[str, bool], Party] = {}
    for token in with_joined(sentence, tokens):
        for party in _at(sentence, token, mentions) if things or token in mentions else ():
            found[party.key, apart and not FIGHTING.isdisjoint(party.sectors)] = party
    return tuple(found.values())


def _at(sentence: Sentence, token: int, mentions: Mapping[int, Mention]) -> Iterator[Party]:
    mention = mentions.get(token)
    if mention is not None and mention.rule in GUESSED and _OFFICIAL.isdisjoint(mention.party.sectors):
        return
    if mention is not None:
        parties = [p for p in (mention.parts or (mention.party,)) if _is_known(p, mention.kind)]
        if parties:
            yield from parties
            return
    for child in sentence.children[token]:
        held = sentence.deps[child] in _HOLDERS and child in mentions and _is_whose(mentions[child])
        if held and (sentence.deps[child] == "poss" or mentions[child].rule != _CAPITAL):
            yield mentions[child].party


def _is_whose(mention: Mention) -> bool:
    """Tell whether a modifier names a state, an organisation or "the west"."""
    return bool(mention.party.country) or (mention.party.name or "")[:4] == "the "


def _is_known(party: Party, kind: str) -> bool:
    """Tell whether a party is a state, an organisation or a group that has a name ("the west")."""
    return bool(
        party.country or (party.name and (party.name[:4] == "the " or (kind == "group" and party.name[:1].isupper())))
    )


def who_is_named(sentence: Sentence, reading: Reading) -> Mapping[int, Mention]:
    """Return the mentions of a sentence that are no part of a date ("on 1 May")."""
    mentions = reading.mentions[sentence.index] if reading.mentions else {}
    times = [t.span for t in reading.times if sentence.span[0] <= t.span[0] < sentence.span[1]]
    if not times:
        return mentions
    return {
        head: mention for head, mention in mentions.items()
        if not any(start <= sentence.starts[head] < end for start, end in times)
    }  # fmt: skip


def holders_of(sentence: Sentence, noun: int, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return whose a thing is: "Russia's", "Russian", "EU-Russia"."""
    tokens = [c for c in sentence.children[noun] if sentence.deps[c] in _HOLDERS]
    return named(sentence, [t for t in tokens if t in mentions], mentions)


def is_alleged(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb is said to be so by others only ("allegedly")."""
    return any(sentence.lowers[c] in _ALLEGED for c in sentence.children[verb])


def behind(sentence: Sentence, noun: int, words: frozenset[str]) -> list[int]:
    """Return the heads of the phrases that follow a word with one of the prepositions ("with Denmark and Norway")."""
    return [
        g for c in sentence.children[noun] if sentence.lowers[c] in words and sentence.deps[c] in ("prep", "dative")
        for g in sentence.children[c] if sentence.deps[g] == "pobj"
    ]  # fmt: skip
