"""Finds where a sentence puts a party for or against an issue, conditionally for it, or silent on it.

Algorithm: words of data/positions/issues.tsv raise issues. From such a word the tree is climbed to the first word of
data/positions/stances.tsv that governs it; its subject holds the stance, or, where it has none, whoever says the
sentence. A negation turns the stance round; a condition ("if", "unless", "provided") makes a yes conditional. Where no
verb decides, the words of what a party says of the issue do (data/positions/evaluations.tsv: "illegal", "lawful"), and
last the act of the statement (a rejection, a demand). "It", "them", "the offer" and a bare "refused" take up the
issue raised last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from tocsin.positions.stance_words import IssueWord, evaluations, issue_words, stance_words
from tocsin.records import Mention, Party, Reading, Sentence, Sign, Statement

_LADDER = 5
_FRONT = 60  # code points from the start of a content within which the act of the statement is on the issue
_JUST_BEFORE, _JUST_AFTER = 25, 80  # code points around an issue in which judging words and conditions are about it
_COMPLEMENTS = frozenset(("dobj", "xcomp", "ccomp", "prep", "dep"))
_BACK = 2  # sentences over which "the offer" takes an issue up
_TAKES_UP = frozenset(("it", "them", "this", "offer", "proposal", "plan", "idea", "step", "move", "measure", "demand"))
_ELLIPTIC = frozenset(("refuse", "accept", "agree", "decline", "reject"))
_CONDITION = re.compile(
    r"\b(?:if|unless|provided|on condition|as long as|only when|only if|only after|until|(?<!at )once|before)\b",
    re.IGNORECASE,
)
_FIRM = frozenset(("unless", "until"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_OBJECTS = frozenset(("dobj", "pobj", "nsubjpass", "oprd", "conj", "appos", "attr", "dative", "dep"))
_OPPOSITE = {"for": "against", "against": "for", "conditional": "conditional", "silent": "silent"}
_BY_ACT = {
    "reject": "against", "praise": "for", "offer": "for", "agree": "for", "demand": "for", "urge": "for",
    "decline": "silent", "promise": "for",
}  # fmt: skip
_REVERSING = frozenset((
    "delay", "end", "halt", "ban", "suspension", "objection", "opposition", "rejection", "lifting", "postponement",
    "boycott", "cancellation", "removal", "easing", "withdrawal", "refusal",
))  # fmt: skip
_UNDOING = frozenset((
    "withdraw", "revoke", "scrap", "abandon", "drop", "end", "stop", "halt", "lift", "cancel", "annul", "rescind",
    "block",
))  # fmt: skip
_TOPICAL = frozenset(("on", "about", "over", "after", "since", "during", "before", "despite", "amid", "because"))
_NOBODY = frozenset(("nobody", "anybody", "anyone", "none", "nothing"))
_SPEECH = frozenset(("say", "tell", "add", "report", "write", "note", "state", "claim"))
_ANSWERS = frozenset(("comment", "speculate", "respond", "reply", "answer"))
_REFUSES = frozenset(("refuse", "decline", "reject", "fail"))
_NO = frozenset(("no", "not", "n't", "never", "neither", "nor", "without", "cannot"))


class _Raised:
    """An issue that a sentence raises at a token."""

    __slots__ = ("first", "head", "issue", "name", "taken_up", "verb")

    def __init__(self, issue: str, name: str, head: int, first: int, verb: bool, taken_up: bool = False) -> None:
        self.issue, self.name, self.head, self.first, self.verb = issue, name, head, first, verb
        self.taken_up = taken_up


def find_stances(reading: Reading) -> tuple[Sign, ...]:
    """Return the stances of parties on issues, in text order; one for each party and issue of a sentence."""
    found: list[Sign] = []
    last: tuple[int, _Raised] | None = None
    for sentence in reading.sentences:
        if not sentence.words or sentence.kind in ("boilerplate", "credit", "byline", "caption"):
            continue
        mentions = reading.mentions[sentence.index] if reading.mentions else {}
        raised = _raised(sentence, reading)
        spoken = _spoken(sentence, reading)
        if last is not None and sentence.index - last[0] <= _BACK:
            raised += _taken_up(sentence, last[1], raised)
        seen: set[tuple[str, str]] = set()
        for issue in raised:
            for sign in _judge(sentence, mentions, issue, spoken, reading):
                key = (sign.parties[0].key, sign.kind)
                if key not in seen:
                    seen.add(key)
                    found.append(sign)
        if raised:
            last = (sentence.index, raised[0])
    return tuple(found)


def _raised(sentence: Sentence, reading: Reading) -> list[_Raised]:
    """Return the issues that the words of a sentence raise."""
    index = issue_words()
    found: list[_Raised] = []
    for i, lemma in enumerate(sentence.lemmas):
        entries = index.get(lemma) or (index.get(sentence.lowers[i]) if sentence.lowers[i] in index else None)
        for entry in entries or ():
            if entry.verb != (sentence.tags[i][:2] == "VB") or not _fits(sentence, i, entry):
                continue
            if entry.verb and sentence.deps[i] in ("amod", "compound"):
                continue
            first = i if entry.verb else i - len(entry.words) + 1
            of = _done_to(sentence, i) if entry.of else None
            issue = f"{entry.issue} of {of}" if of and of not in _NOBODY else entry.issue
            found.append(_Raised(issue, _phrase(sentence, reading, i), i, first, entry.verb))
            break
    return found


def _fits(sentence: Sentence, i: int, entry: IssueWord) -> bool:
    """Tell whether all words of an issue word stand at token i."""
    if entry.verb:
        rest = entry.words[1:]
        objects = [c for c in sentence.children[i] if sentence.deps[c] in ("dobj", "nsubjpass")]
        if entry.objects and objects and not any(sentence.lemmas[c] in entry.objects for c in objects):
            return False
        return all(any(sentence.lowers[c] == word for c in sentence.children[i]) for word in rest)
    first = i - len(entry.words) + 1
    return first >= 0 and all(
        word in (sentence.lemmas[first + k], sentence.lowers[first + k]) for k, word in enumerate(entry.words)
    )


def _done_to(sentence: Sentence, i: int) -> str | None:
    """Return the head noun of what a recognition is of ("government" in "recognise the new government")."""
    for child in sentence.children[i]:
        if sentence.deps[child] == "dobj" and sentence.tags[child] != "PRP":
            return sentence.lemmas[child]
        if sentence.lowers[child] == "of":
            return next((sentence.lemmas[c] for c in sentence.children[child] if sentence.deps[c] == "pobj"), None)
    return None


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


def _taken_up(sentence: Sentence, last: _Raised, raised: list[_Raised]) -> list[_Raised]:
    """Return the issue raised before at words that take it up: a pronoun or bare noun object, or an elliptic verb."""
    own = {issue.issue for issue in raised}
    if own:
        return []
    for i, lemma in enumerate(sentence.lemmas):
        if sentence.lowers[i] in _TAKES_UP or lemma in _TAKES_UP:
            if sentence.deps[i] in ("dobj", "nsubjpass") and not any(
                sentence.deps[c] in ("prep", "acl", "relcl", "amod", "compound") for c in sentence.children[i]
            ):
                return [_Raised(last.issue, last.name, i, i, False, True)]
        elif lemma in _ELLIPTIC and sentence.tags[i][:2] == "VB" and _stands_bare(sentence, i):
            return [_Raised(last.issue, last.name, i, i, True, True)]
    return []


def _stands_bare(sentence: Sentence, i: int) -> bool:
    """Tell whether a main verb has no complement ("Vandria refused.")."""
    main = sentence.deps[i] in ("ROOT", "conj")
    return main and {sentence.deps[c] for c in sentence.children[i]}.isdisjoint(_COMPLEMENTS)


def _spoken(sentence: Sentence, reading: Reading) -> list[tuple[int, int, Statement]]:
    """Return the stretches of a sentence that are content of statements."""
    start, end = sentence.span
    return [
        (max(a, start), min(b, end), statement)
        for statement in reading.statements
        for a, b in statement.content.spans
        if a < end and b > start
    ]


def _judge(
    sentence: Sentence, mentions: Mapping[int, Mention], issue: _Raised, spoken: list[tuple[int, int, Statement]],
    reading: Reading,
) -> list[Sign]:  # fmt: skip
    """Return the stances on one issue in a sentence: by verb, else by evaluation, else by act."""
    at = sentence.starts[issue.head]
    said = min((s for s in spoken if s[0] <= at < s[1]), key=lambda s: s[1] - s[0], default=None)
    speaker = said[2].speaker if said is not None else None
    verb = _governing(sentence, issue)
    holders: tuple[Party, ...] = ()
    stance = cue = None
    if verb is not None:
        stance, node, cue = verb
        holders = _holders(sentence, node, mentions)
        if not holders and said is not None and not _own_subject(sentence, node):
            holders = (speaker,) if speaker is not None else ()
    if stance is None or not holders:
        judged = _evaluated(sentence, issue, said, reading)
        if judged is not None:
            stance, cue = judged
            holders = (speaker,) if speaker is not None else _caller(sentence, issue, mentions)
    undone = sentence.lemmas[sentence.heads[issue.head]] in _UNDOING or issue.taken_up
    if (stance is None or not holders) and said and speaker is not None and at - said[0] < _FRONT and not undone:
        stance, cue, holders = _BY_ACT.get(said[2].act), said[2].act, (speaker,)
    if stance is None or cue is None:
        return []
    if not cue.startswith("threat"):
        stance = _conditional(sentence, issue, stance, reading)
    span = (sentence.starts[issue.first], sentence.ends[issue.head])
    return [
        Sign(
            group="stance", kind=issue.issue, name=issue.name, state=stance, parties=(holder,), span=span,
            sentence=sentence.span, cue=cue, attributed_to=said[2].id if said else None,
        )
        for holder in holders
        if holder.country or _names_itself(holder)
    ]  # fmt: skip


def _governing(sentence: Sentence, issue: _Raised) -> tuple[str, int, str] | None:
    """Return the stance, token and words of the first stance word that governs an issue."""
    words = stance_words()
    node = issue.head
    if issue.verb and any(sentence.lowers[c] == "neither" for c in sentence.children[node]):
        return "silent", node, f"neither {sentence.words[node]}"
    flips = _denied(sentence, node) if issue.verb else any(sentence.lowers[c] in _NO for c in sentence.children[node])
    own = issue.verb  # a verb that raises an issue by itself says yes to it: "will recognise X"
    if not issue.verb and sentence.deps[node] in _SUBJECTS and sentence.deps[node] != "nsubjpass":
        return None
    if issue.verb and sentence.lemmas[node] in words and sentence.lemmas[node] in _ELLIPTIC:
        stance = words[sentence.lemmas[node]][0][1]
        return (_OPPOSITE[stance] if flips else stance), node, sentence.words[node]
    for _ in range(_LADDER):
        head = sentence.heads[node]
        if head == node:
            break
        if sentence.lemmas[head] in _SPEECH or sentence.lemmas[head] in _ANSWERS:
            return _unsaid(sentence, head)
        if sentence.deps[node] in ("advcl", "relcl", "parataxis"):
            break
        flips = flips != (own and node != issue.head and _denied(sentence, node))
        if sentence.tags[head][:2] not in ("VB", "JJ"):
            if sentence.lowers[head] in _TOPICAL and sentence.tags[sentence.heads[head]][:2] != "VB":
                return None
            flips = flips != (sentence.lemmas[head] in _REVERSING)
            node = head
            continue
        lemma = sentence.lemmas[head]
        if lemma in _UNDOING and sentence.deps[head] in ("xcomp", "ccomp", "acl", "pcomp", "advcl"):
            flips = not flips
            node = head
            continue
        hung = {sentence.lowers[c] for c in sentence.children[head]}
        for rest, stance in words.get(lemma, ()):
            if not all(word in hung or word in sentence.lemmas for word in rest):
                continue
            if sentence.deps[node] in _SUBJECTS and sentence.deps[node] != "nsubjpass":
                break
            against = _denied(sentence, head) != flips
            upper = sentence.heads[head]
            if sentence.deps[head] in ("xcomp", "acl", "ccomp") and sentence.lemmas[upper] in _REFUSES | {"threaten"}:
                if sentence.lemmas[upper] != "threaten":
                    against = not against
                return (_OPPOSITE[stance] if against else stance), upper, sentence.words[upper]
            return (_OPPOSITE[stance] if against else stance), head, sentence.words[head]
        node = head
    if own:
        return ("against" if flips else "for"), issue.head, sentence.words[issue.head]
    return None


def _unsaid(sentence: Sentence, i: int) -> tuple[str, int, str] | None:
    """Return silence where a verb of saying is denied or refused ("would not comment", "refused to say whether")."""
    upper = sentence.heads[i]
    if sentence.lemmas[upper] in _REFUSES and sentence.deps[i] in ("xcomp", "ccomp", "acl"):
        return "silent", upper, f"{sentence.words[upper]} to {sentence.words[i]}"
    return ("silent", i, f"not {sentence.words[i]}") if _denied(sentence, i) else None


def _denied(sentence: Sentence, i: int) -> bool:
    """Tell whether a word is negated."""
    return any(sentence.deps[c] == "neg" or sentence.lowers[c] in _NO for c in sentence.children[i])


def _own_subject(sentence: Sentence, i: int) -> bool:
    """Tell whether a verb, or one that it shares a subject with, has a subject that is not a pronoun."""
    subject = _subject(sentence, i)
    return subject is not None and sentence.tags[subject] not in ("PRP", "WP", "WDT", "DT")


def _subject(sentence: Sentence, i: int) -> int | None:
    """Return the subject of a verb, looked for up the chain of infinitives and conjuncts."""
    for _ in range(_LADDER):
        for child in sentence.children[i]:
            if sentence.deps[child] == "nsubj":
                return child
        passive = any(sentence.deps[child] in ("nsubjpass", "auxpass") for child in sentence.children[i])
        if passive:
            return _agent(sentence, i)
        if sentence.deps[i] not in ("xcomp", "conj", "advcl", "acl", "pcomp", "prep", "dep") or sentence.heads[i] == i:
            return None
        i = sentence.heads[i]
    return None


def _agent(sentence: Sentence, i: int) -> int | None:
    """Return the agent of a passive verb."""
    for child in sentence.children[i]:
        if sentence.deps[child] == "agent" or sentence.lowers[child] == "by":
            return next((c for c in sentence.children[child] if sentence.deps[c] == "pobj"), None)
    return None


def _holders(sentence: Sentence, i: int, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return the parties that are the subject of a verb, those of one phrase together."""
    subject = _subject(sentence, i)
    if subject is None:
        return ()
    heads = [subject]
    for head in heads:
        heads.extend(c for c in sentence.children[head] if sentence.deps[c] == "conj")
    found: list[Party] = []
    for head in heads:
        mention = mentions.get(head)
        if mention is not None:
            found.extend(part for part in mention.parts or (mention.party,) if part.country or _is_named(mention))
    return tuple({party.key: party for party in found}.values())


def _names_itself(holder: Party) -> bool:
    """Tell whether a party without a country has a name of its own ("the West", "Civic Front")."""
    return bool(holder.name) and any(word[:1].isupper() for word in str(holder.name).split())


def _is_named(mention: Mention) -> bool:
    """Tell whether a mention without a country names a group all the same ("the West")."""
    return bool(mention.party.name) and mention.kind in ("name", "group", "organisation")


def _caller(sentence: Sentence, issue: _Raised, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return who calls an issue something ("Western nations called the referendum illegal")."""
    node = issue.head
    for _ in range(3):
        if sentence.lemmas[node] in ("call", "describe", "denounce", "declare", "consider", "brand", "regard"):
            return _holders(sentence, node, mentions)
        node = sentence.heads[node]
    return ()


@cache
def _judging() -> re.Pattern[str]:
    """Compile the judging phrases, longest first."""
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase, _ in evaluations()) + r")\b")


def _evaluated(
    sentence: Sentence, issue: _Raised, said: tuple[int, int, Statement] | None, reading: Reading
) -> tuple[str, str] | None:
    """Return the stance that judging words near an issue give it, and the words."""
    start, end = (said[0], said[1]) if said else sentence.span
    begin, behind = sentence.starts[issue.first], sentence.ends[issue.head]
    start, end = max(start, begin - _JUST_BEFORE), min(end, behind + _JUST_AFTER)
    text = reading.article.text[start:end].lower()
    match = _judging().search(text)
    if match is None:
        return None
    stance = dict(evaluations())[match.group()]
    before = text[max(0, match.start() - 12) : match.start()].split()
    return (_OPPOSITE[stance] if _NO & set(before) else stance), match.group()


def _conditional(sentence: Sentence, issue: _Raised, stance: str, reading: Reading) -> str:
    """Make a yes conditional where the sentence sets a condition after the issue or before it."""
    start, end = sentence.span
    at = sentence.ends[issue.head]
    text = reading.article.text
    found = _CONDITION.match(text, start) or _CONDITION.search(text, at, min(end, at + _JUST_AFTER))
    if found is None or stance not in ("for", "against"):
        return stance
    word = found.group().lower()
    if stance == "against":
        return "conditional" if word in _FIRM else stance
    return "conditional"
