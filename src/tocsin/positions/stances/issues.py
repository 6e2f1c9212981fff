"""Finds the issues that the words of a sentence raise (data/positions/issues.tsv), and words that take one up again.

A noun raises an issue unless it only modifies another ("sanctions regime"), except before nouns such as "plan". "It",
"the offer" and a bare "refused" take up the issue that was raised in one of the two sentences before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from tocsin.positions.stances.words import IssueWord, issue_words, stance_words
from tocsin.records import Mention, Reading, Sentence

_COMPLEMENTS = frozenset(("dobj", "xcomp", "ccomp", "prep", "dep"))
_PRONOUNS = frozenset(("it", "them", "this"))
_ANAPHORS = frozenset(("it", "one", "that", "this", "them"))
_TOPIC = 5  # tokens within which a sentence names its topic
_MODIFIERS = frozenset(("prep", "acl", "relcl", "amod", "compound", "poss"))
_NO_OBJECT = frozenset(("-",))
_OFFERS = frozenset((
    "offer", "propose", "proposal", "suggest", "suggestion", "invite", "invitation", "urge", "call", "plan", "draft",
    "idea", "initiative", "want", "ask", "request", "seek",
))  # fmt: skip
_TAKES_UP = {
    **dict.fromkeys(("offer", "proposal", "plan", "idea", "initiative", "invitation", "scheme"), _OFFERS),
    "threat": frozenset(("threat", "threaten", "warn", "warning")),
    **dict.fromkeys(("demand", "request"), frozenset(("demand", "insist", "request", "ask"))),
}  # fmt: skip
DECISIONS = frozenset(("step", "move", "decision", "measure", "action", "ruling", "announcement"))
_ACTS = DECISIONS | {"increase", "mission"}
_MEETINGS = frozenset((
    "talks", "mediation", "contact group", "arbitration", "peace plan", "observers", "ceasefire", "inquiry",
))  # fmt: skip
_JOINS = {"accord": "with", "military action": "in", "annexation": "of", "arms supplies": "to"}
_LINKING = frozenset(("achieve", "help", "be", "break", "breach", "violate", "comply", "contravene", "undermine"))
_THE = frozenset(("the", "this", "that", "these", "those"))
_BACK = 2  # sentences over which a pronoun takes an issue up
_ELLIPTIC = frozenset(("refuse", "accept", "decline", "reject"))
_TAKERS = _ELLIPTIC | {
    "welcome", "support", "oppose", "call", "denounce", "condemn", "dismiss", "back", "impose", "lift",
    "hail", "praise", "apply", "ease", "respect", "honour", "honor", "recognise", "recognize", "join", "endorse",
    "describe", "respond", "imagine", "tolerate", "consider", "approve", "reconsider", "observe", "suspend", "end",
}  # fmt: skip
_BEFORE = frozenset((
    "plan", "proposal", "idea", "effort", "offer", "bid", "threat", "call", "demand", "option", "campaign",
    "initiative", "request", "package",
))  # fmt: skip
_POLITY = frozenset((
    "government", "council", "state", "republic", "authority", "regime", "opposition", "coalition", "result", "leader",
    "independence", "annexation", "president", "leadership", "body", "junta", "victory", "win", "outcome", "claim",
    "sovereignty", "border", "borders", "election", "vote",
))  # fmt: skip
_NOBODY = frozenset(("nobody", "anybody", "anyone", "none", "nothing", "everybody"))


class Raised(msgspec.Struct, frozen=True):
    """An issue that a sentence raises: its name, the phrase as written, and where.

    `head` is the token that stands for it in the tree and `first` the first of its words; `verb` tells a verb, and
    `taken_up` an issue that was raised in an earlier sentence. `stance` is set where the verb itself holds one,
    and is "act" where what somebody has just done about the issue is taken up. `known` is False for a topic, which no
    list names.
    """

    issue: str
    name: str
    head: int
    first: int
    verb: bool
    taken_up: bool = False
    stance: str = ""
    known: bool = True


def find_issues(sentence: Sentence, mentions: Mapping[int, Mention], reading: Reading, low: str) -> list[Raised]:
    """Return the issues that the words of a sentence raise; `low` is the article's text in lower case."""
    index = issue_words()
    found: list[Raised] = []
    for i, lemma in enumerate(sentence.lemmas):
        entries = index.get(lemma) or index.get(sentence.lowers[i])
        for entry in entries or ():
            if entry.verb != (sentence.tags[i][:2] == "VB") or not _fits(sentence, i, entry):
                continue
            if entry.needs and not any(word in low for word in entry.needs):
                continue
            first = i if entry.verb else i - len(entry.words) + 1
            if sentence.lowers[max(0, i - 2) : i] == ("counter", "-") or _is_not(sentence, i, entry):
                continue
            head = _head(sentence, i, first, entry)
            issue = _named(sentence, mentions, i, entry) if head is not None else None
            if issue is None or head is None:
                continue
            stance = "against" if entry.undoes else ""
            found.append(Raised(issue, _phrase(sentence, reading, i), head, first, entry.verb, stance=stance))
            break
    return found


def _is_not(sentence: Sentence, i: int, entry: IssueWord) -> bool:
    """Tell whether the words of an issue are the second part of a "non-" or "re-" ("non-lethal aid", "re-election")."""
    first = i - len(entry.words) + 1
    return not entry.verb and first > 1 and sentence.lowers[first - 2 : first] in (("non", "-"), ("re", "-"))


def _head(sentence: Sentence, i: int, first: int, entry: IssueWord) -> int | None:
    """Return the token that stands for an issue in the tree, or None where it only modifies another noun."""
    if not {"of", "on"}.isdisjoint(entry.words):
        return first
    if sentence.deps[i] not in ("amod", "compound", "nmod"):
        return _in_its_place(sentence, i, first)
    above = sentence.heads[i]
    if any(sentence.tags[k] in ("``", "DT") for k in range(i + 1, above)):
        return i  # called the tender “an unfriendly act”
    return above if not entry.verb and sentence.lemmas[above] in _BEFORE else None


def _in_its_place(sentence: Sentence, i: int, first: int) -> int:
    """Return the pronoun that takes up a topic in its own sentence ("As for an amnesty, we might consider one")."""
    topic = sentence.deps[i] == "pobj" and sentence.lowers[sentence.heads[i]] in ("for", "to")
    if not topic or first > _TOPIC or sentence.lowers[0] != "as":
        return i
    later = range(i + 1, len(sentence.words))
    return next((k for k in later if sentence.lowers[k] in _ANAPHORS and sentence.deps[k] == "dobj"), i)


def _fits(sentence: Sentence, i: int, entry: IssueWord) -> bool:
    """Tell whether all words of an issue word stand at token i; one word of a name is none."""
    if entry.verb:
        objects = [c for c in sentence.children[i] if sentence.deps[c] in ("dobj", "nsubjpass")] or [
            c for c in sentence.children[i] if sentence.deps[c] == "nsubj"
        ]
        if not objects and sentence.deps[i] in ("xcomp", "conj"):
            objects = [c for c in sentence.children[sentence.heads[i]] if sentence.deps[c] == "nsubj"]
        own = [g for c in objects if sentence.lowers[c] in entry.words for g in sentence.children[c]]
        if any(sentence.lowers[g] in ("his", "her", "my") for g in own):
            return False  # "held her fire"
        if entry.objects == _NO_OBJECT:
            return not any(sentence.deps[c] == "dobj" for c in sentence.children[i])
        if entry.objects and not any(sentence.lemmas[c] in entry.objects for c in objects):
            return False
        return all(any(sentence.lowers[c] == word for c in sentence.children[i]) for word in entry.words[1:])
    first = i - len(entry.words) + 1
    if len(entry.words) == 1 and sentence.tags[i][:3] == "NNP" and sentence.kind not in ("headline", "subhead"):
        return False
    return first >= 0 and all(
        word in (sentence.lemmas[first + k], sentence.lowers[first + k]) for k, word in enumerate(entry.words)
    )


def _named(sentence: Sentence, mentions: Mapping[int, Mention], i: int, entry: IssueWord) -> str | None:
    """Name an issue, with what a recognition is of; None where the verb means to see or to know."""
    if entry.on:
        target = _target(sentence, mentions, i, entry)
        return f"{entry.issue} {_JOINS.get(entry.issue, 'on')} {target}" if target else entry.issue
    if not entry.of:
        return entry.issue
    if entry.issue == "resignation":
        return _of_whom(sentence, mentions, i, entry)
    for child in sentence.children[i]:
        dep = sentence.deps[child]
        if dep in ("ccomp", "xcomp"):
            return None
        if sentence.lowers[child] == "of":
            child = next((c for c in sentence.children[child] if sentence.deps[c] == "pobj"), child)
        elif dep not in ("dobj", "nsubjpass"):
            continue
        lemma = sentence.lemmas[child]
        if lemma in _NOBODY or sentence.tags[child] == "PRP":
            return entry.issue
        mention = mentions.get(child)
        if mention is not None and mention.party.country and sentence.tags[child][:3] == "NNP":
            return (
                f"{entry.issue} of {mention.party.name or mention.party.text}"
                if lemma not in _POLITY
                else (f"{entry.issue} of {lemma.lower()}")
            )
        lower = lemma.lower()
        return f"{entry.issue} of {lower}" if lower in _POLITY else None
    return entry.issue if not entry.verb or "neither" in sentence.lowers else None


def _target(sentence: Sentence, mentions: Mapping[int, Mention], i: int, entry: IssueWord) -> str | None:
    """Return the code of the state that an issue is on ("sanctions on Russian banks", "to sanction Russia")."""
    for child in sentence.children[i]:
        if entry.verb and "to" not in entry.on and sentence.deps[child] in ("dobj", "nsubjpass"):
            objects = [child]
        elif sentence.lowers[child] in entry.on:
            objects = [c for c in sentence.children[child] if sentence.deps[c] == "pobj"]
        else:
            continue
        for c in objects:
            for token in (c, *(g for g in sentence.children[c] if sentence.deps[g] in ("amod", "compound", "poss"))):
                if token in mentions and mentions[token].party.country:
                    return mentions[token].party.country
    return None


def _of_whom(sentence: Sentence, mentions: Mapping[int, Mention], i: int, entry: IssueWord) -> str:
    """Name a resignation after who is to resign, where he or she is named."""
    for child in sentence.children[i]:
        if sentence.lowers[child] == "of" or sentence.deps[child] in ("poss", "nsubj"):
            inner = [c for c in sentence.children[child] if sentence.deps[c] == "pobj"] or [child]
            mention = mentions.get(inner[0])
            if mention is not None and mention.party.name and mention.kind in ("name", "office", "pronoun"):
                return f"{entry.issue} of {mention.party.name}"
    return entry.issue


def _phrase(sentence: Sentence, reading: Reading, i: int) -> str:
    """Return the noun phrase around a token as written, with an `of` or `in` complement."""
    kids = [c for c in sentence.children[i] if sentence.deps[c] in ("compound", "amod", "nmod", "poss")]
    first = min([i, *kids])
    last = i
    for child in sentence.children[i]:
        if sentence.deps[child] == "prep" and sentence.lowers[child] in ("of", "in", "on", "with", "against"):
            inner = [c for c in sentence.children[child] if sentence.deps[c] == "pobj"]
            last = max([last, *inner])
            break
    return reading.article.text[sentence.starts[first] : sentence.ends[last]]


def take_up(sentence: Sentence, before: Sequence[tuple[Sentence, Raised]]) -> list[Raised]:
    """Return the issue raised in a sentence before at words that take it up; `before` are these, the last one last.

    The words are "it" and "them" as objects in the next two sentences, "the offer" where one was made, "the step", a
    verb that stands alone ("Halvera accepted."), or one that answers ("would have none of it").
    """
    for i, lemma in enumerate(sentence.lemmas if before else ()):
        if sentence.tags[i][:2] == "VB":
            other, last = _put_forward(before)
            stance = _answer(sentence, i, last.issue, sentence.index - other.index)
            if stance:
                return [Raised(last.issue, last.name, i, i, True, True, stance)]
            if lemma in _ELLIPTIC and _stands_bare(sentence, i):
                return [Raised(last.issue, last.name, i, i, True, True)]
            continue
        taken = _taken_up(sentence, i, before)
        if taken is not None:
            return [Raised(taken.issue, taken.name, i, i, False, True, "act" if lemma in DECISIONS else "")]
    return []


def _taken_up(sentence: Sentence, i: int, before: Sequence[tuple[Sentence, Raised]]) -> Raised | None:
    """Return the issue that a pronoun or noun takes up."""
    lemma = sentence.lemmas[i]
    pronoun = sentence.lowers[i] in _PRONOUNS
    if not (pronoun or lemma in _TAKES_UP or lemma in _ACTS):
        return None
    slot, above = sentence.deps[i], sentence.heads[i]
    if slot == "pobj":
        verb = sentence.lemmas[sentence.heads[above]]
        known = (verb, sentence.lowers[above]) in _governed_prepositions()
        slot = "dobj" if known and sentence.deps[above] == "prep" else verb
    judged = slot == "nsubj" and not pronoun and sentence.lemmas[above] in _LINKING
    if (slot not in ("dobj", "nsubjpass", "respond", "agree") and not judged) or not _is_bare(sentence, i):
        return None
    for k in range(len(before), 0, -1):
        other, last = _put_forward(before[:k]) if lemma in _TAKES_UP else before[k - 1]
        near = sentence.index - other.index <= _BACK
        if sentence.lowers[i] == "them" and not last.name.endswith("s"):
            continue
        if near if pronoun or lemma in _ACTS else not _TAKES_UP[lemma].isdisjoint(other.lemmas):
            return last
    return None


@cache
def _governed_prepositions() -> frozenset[tuple[str, str]]:
    """Return the verbs that put their subject for or against what hangs on a preposition, with it."""
    return frozenset(
        (verb, word.rest[-1]) for verb, words in stance_words("hold").items() for word in words if len(word.rest) == 1
    )


def _put_forward(before: Sequence[tuple[Sentence, Raised]]) -> tuple[Sentence, Raised]:
    """Return what was spoken of last; where one sentence raised several issues, the one that can be put forward."""
    sentence = before[-1][0]
    same = [raised for other, raised in before if other is sentence]
    return sentence, next((raised for raised in same if raised.issue in _MEETINGS), same[0])


def _answer(sentence: Sentence, i: int, issue: str, gap: int) -> str:
    """Return the stance of a verb that with the words under it answers what was raised `gap` sentences ago, else ""."""
    answers = stance_words("answer").get(sentence.lemmas[i], ()) if gap <= _BACK else ()
    if answers:
        under = words_under(sentence, i)
        negated = any(sentence.deps[c] == "neg" for c in sentence.children[i])
        for word in answers:
            if set(word.rest) <= under and (not negated or "of" in word.rest):
                return word.stance
    attends = stance_words("attend").get(sentence.lemmas[i], ()) if issue in _MEETINGS else ()
    if any(set(word.rest) <= words_under(sentence, i) for word in attends):
        willed = any(sentence.lowers[c] in ("would", "will", "'ll", "’ll", "shall") for c in sentence.children[i])
        direct = any(sentence.deps[c] == "dobj" for c in sentence.children[i])
        return "for" if willed and not direct else ""
    return ""


def words_under(sentence: Sentence, i: int) -> set[str]:
    """Return the words that hang under a token, other clauses with a subject apart."""
    words: set[str] = set()
    stack = list(sentence.children[i])
    while stack:
        node = stack.pop()
        if any(sentence.deps[c] == "nsubj" for c in sentence.children[node]):
            continue
        words.update((sentence.lowers[node], sentence.lemmas[node]))
        stack.extend(sentence.children[node])
    return words


def _is_bare(sentence: Sentence, i: int) -> bool:
    """Tell whether a pronoun or noun stands for what was spoken of before, under a verb that takes such a thing."""
    pronoun = sentence.lowers[i] in _PRONOUNS
    if pronoun and sentence.deps[i] != "pobj" and sentence.lemmas[sentence.heads[i]] not in _TAKERS:
        return False
    named = any(sentence.lowers[c] in _THE for c in sentence.children[i]) or sentence.lowers[i] == "threats"
    if not pronoun and not named:
        return False
    return _MODIFIERS.isdisjoint(sentence.deps[c] for c in sentence.children[i] if sentence.lowers[c] != "for")


def _stands_bare(sentence: Sentence, i: int) -> bool:
    """Tell whether a main verb has no complement ("Vandria refused.")."""
    main = sentence.deps[i] in ("ROOT", "conj", "ccomp")
    return main and not any(
        sentence.deps[c] in _COMPLEMENTS and sentence.lowers[c] not in ("at", "within", "in", "after")
        for c in sentence.children[i]
    )
