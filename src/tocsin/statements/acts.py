"""What a statement does, about whom and about what.

Algorithm of the act: the cue's own act comes first ("accused", "denied", "called for"). A negated cue turns it round or
makes it a refusal to answer. Where the cue leaves it open ("said", "wrote", "according to"), the content decides by its
mood (a question, an order), by what the speaker announces to do, and by the markers of data/cues/acts.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Act, Form, Party, Reading, Span
from tocsin.statements.cues import word_group
from tocsin.statements.tree import NOUN_TAGS, Candidate, Tree

_WORDS = re.compile(r"[\w’'-]+|[?!]")
_ORDER: tuple[Act, ...] = (
    "decline", "threaten", "deny", "reject", "demand", "urge", "offer", "promise", "warn", "accuse", "agree", "praise",
)  # fmt: skip
_OPEN_FRAMES = frozenset(("that", "quote", "obj-that", "phrase"))
_SPEAKING = frozenset(("speech", "writing", "expression", "evidence"))
_TURNED: dict[Act, Act] = {
    "praise": "reject", "agree": "reject", "offer": "decline", "promise": "reject", "accuse": "state", "deny": "state",
    "reject": "state", "demand": "state", "urge": "state", "warn": "state", "threaten": "state",
}  # fmt: skip
_FIRST_PERSONS = frozenset(("i", "we", "our", "my"))
_THIRD_PERSONS = frozenset(("he", "she", "they", "it", "his", "her", "their", "its"))
_FUTURE = frozenset(("will", "would", "shall", "'ll", "’ll", "'d", "’d", "wo", "won't", "won’t", "going"))
_PASSED_OVER = frozenset(("also", "soon", "now", "then", "always", "still", "only", "to", "again"))
_LONGEST_ISSUE = 6
# Which noun of the content names the issue, by its label; the lowest comes first.
_RANKS = {"dobj": 0, "nsubjpass": 1, "attr": 2, "pobj": 3, "nsubj": 4, "ROOT": 5, "appos": 6, "conj": 7}
_MODIFIERS = NOUN_TAGS | {"JJ", "HYPH", "POS", "VBN", "VBG", "CD"}


class _Markers(msgspec.Struct, frozen=True):
    """The markers of one act: single words, and phrases to be searched in the text, each with its longest word."""

    words: frozenset[str]
    phrases: tuple[tuple[str, str], ...]
    telling: frozenset[str]

    def found_in(self, words: set[str], text: str) -> bool:
        """Tell whether a marker is among the words or, as a phrase, in their text."""
        if not self.words.isdisjoint(words):
            return True
        if self.telling.isdisjoint(words):
            return False
        return any(word in words and phrase in text for word, phrase in self.phrases)


@cache
def _markers() -> dict[tuple[str, str], _Markers]:
    """Return the markers by act and by whose deed they must be."""
    out: dict[tuple[str, str], _Markers] = {}
    for row in read_table("cues/acts.tsv", ("act", "who", "markers")):
        values = cell_values(row["markers"])
        phrases = tuple((max(v.split(), key=len), f" {v} ") for v in values if " " in v)
        out[row["act"], row["who"]] = _Markers(
            frozenset(v for v in values if " " not in v), phrases, frozenset(word for word, _ in phrases)
        )
    return out


def act_of(candidate: Candidate, content: str, form: Form) -> Act:
    """Return the act of a statement from its cue, and from its content where the cue leaves it open."""
    entry = candidate.entry
    usual: Act = "state" if entry is None else entry.act_in(candidate.frame)
    # one call where lower case keeps every letter's place
    words = _WORDS.findall(content.lower()) if content.isascii() else [w.lower() for w in _WORDS.findall(content)]
    if _is_negated(candidate):
        answers = candidate.tree.lemmas[candidate.verb] in word_group("answering")
        if answers and (candidate.frame not in ("that", "quote", "obj-that") or _is_withheld(candidate)):
            return "decline"
        return _TURNED.get(usual, usual)
    if usual == "decline" or (usual == "reject" and candidate.frame == "inf"):
        return "decline" if _refuses_answer(words) else "reject"
    is_spoken = form == "direct" or candidate.rule == "colon"
    if words and words[-1] == "?" and is_spoken and usual in ("state", "ask"):
        return "ask"
    if usual == "promise" and words[:1] == ["to"] and not word_group("violent").isdisjoint(words[1:2]):
        return "threaten"
    if usual == "warn" and _announces(words, candidate) == "threaten":
        return "threaten"
    if usual == "state" and candidate.frame in ("pred", "obj-as"):
        return _act_of_label(words)
    if usual != "state" or candidate.frame not in _OPEN_FRAMES or (entry is not None and entry.kind not in _SPEAKING):
        return usual
    return _act_of_content(words, candidate, form)


def _is_negated(candidate: Candidate) -> bool:
    """Tell whether the cue is denied: "did not say", "has never called for"."""
    tree = candidate.tree
    v = candidate.verb
    return tree.is_verb(v) and any(
        tree.deps[c] == "neg" or (tree.lowers[c] in ("never", "neither") and c < v) for c in tree.children[v]
    )


def _is_withheld(candidate: Candidate) -> bool:
    """Tell whether a denied cue keeps an answer back ("would not confirm that") and does not just report silence."""
    tree = candidate.tree
    return any(tree.lowers[c] in ("would", "could", "neither") for c in tree.children[candidate.verb])


def _refuses_answer(words: Sequence[str]) -> bool:
    """Tell whether what is declined is an answer: "to comment", "to say whether", "to be named"."""
    return not word_group("answering").isdisjoint(words[:4])


def _act_of_content(words: list[str], candidate: Candidate, form: Form) -> Act:
    """Return the act that the content tells by itself."""
    if not words:
        return "state"
    if _disowns(words, candidate):
        return "deny"
    if form == "direct" and _is_order(candidate):
        return "demand" if words[-1] == "!" or "immediately" in words else "urge"
    announced = _announces(words, candidate)
    if "unless" in words and not {"will", "would", "shall"}.isdisjoint(words):
        announced = "threaten"
    is_own = announced is not None or _is_own(words, candidate)
    text = f" {' '.join(words)} ".replace(" we must ", " we should ")
    found = set(text.split())
    table = _markers()
    for act in _ORDER:
        if act == announced:
            return act
        for who in ("any", "own" if is_own else "other"):
            markers = table.get((act, who))
            if markers is not None and markers.found_in(found, text):
                return act
    return "state"


def _act_of_label(words: Sequence[str]) -> Act:
    """Return what calling something a name does: "called the raid terrorism"."""
    found, text = set(words), f" {' '.join(words)} "
    for act in _ORDER:
        for who in ("label", "any", "other"):
            markers = _markers().get((act, who))
            if act in ("accuse", "praise", "reject", "deny") and markers is not None and markers.found_in(found, text):
                return act
    return "state"


def _is_order(candidate: Candidate) -> bool:
    """Tell whether quoted content opens with a verb in the imperative: "Stop the shelling"."""
    tree = candidate.tree
    if not candidate.content:
        return False
    first, last = candidate.content[0]
    while first <= last and tree.tags[first] in ("``", "''", "RB", "UH", ","):
        first += 1
    return first <= last and tree.tags[first] == "VB" and tree.child(first, "nsubj", "aux") is None


def _is_own(words: Sequence[str], candidate: Candidate) -> bool:
    """Tell whether the content speaks of the speaker's own doing: its first subject is I, we, or a pronoun for him."""
    subject = words[1] if words[0] == "that" and len(words) > 1 else words[0]
    return subject in _FIRST_PERSONS or (subject in _THIRD_PERSONS and not _is_verbatim(candidate))


def _is_verbatim(candidate: Candidate) -> bool:
    """Tell whether the content gives the speaker's own words, in which "he" is somebody else."""
    return candidate.rule == "colon" or not candidate.content or candidate.tree.in_quote(candidate.content[0][0])


def _disowns(words: Sequence[str], candidate: Candidate) -> bool:
    """Tell whether the speaker says of a deed that it was not his: "we never sent them", "that it had not fired"."""
    if not _is_own(words, candidate):
        return False
    rest = words[2:5] if words[0] == "that" else words[1:4]
    if rest[:1] == ["never"] and len(rest) > 1:
        return rest[1].endswith("ed") or rest[1] in word_group("deeds")
    if len(rest) == 3 and rest[0] in ("did", "had", "have", "has") and rest[1] in ("not", "never"):
        return rest[2] in word_group("deeds") or rest[2] in word_group("violent")
    return False


def _announces(words: Sequence[str], candidate: Candidate) -> Act | None:
    """Return threaten or promise where the speaker announces a deed of his own ("we will retaliate"), else None."""
    persons = _FIRST_PERSONS if _is_verbatim(candidate) else _FIRST_PERSONS | _THIRD_PERSONS
    for i, word in enumerate(words[:-2]):
        if word in persons and (i == 0 or words[i - 1] in ("that", "and", "but", "if", "then", ",") or i < 3):
            rest = [w for w in words[i + 1 : i + 5] if w not in _PASSED_OVER]
            if len(rest) < 2 or rest[0] not in _FUTURE:
                continue
            if not {"not", "never", "won't", "won’t"}.isdisjoint(words[i + 1 : i + 4]):
                return None
            if rest[1] in word_group("hostile"):
                return "threaten"
            return None if rest[1] in word_group("stative") else "promise"
    return None


def targets_of(reading: Reading, index: int, spans: Sequence[Span], speaker: Party | None) -> tuple[Party, ...]:
    """Return the parties named in the content, each once, in text order, without the speaker.

    `index` is the sentence of the cue; content before and behind it is looked up as far as it reaches.
    """
    if not reading.mentions:
        return ()
    first = last = index
    while first > 0 and reading.sentences[first].span[0] > spans[0][0]:
        first -= 1
    while last + 1 < len(reading.sentences) and reading.sentences[last + 1].span[0] < spans[-1][1]:
        last += 1
    seen = {None if speaker is None else speaker.name}
    out: list[Party] = []
    for i in range(first, last + 1):
        mentions = reading.mentions[i]
        for head in sorted(mentions):
            party = mentions[head].party
            if party.name is None or party.name in seen:
                continue
            if any(start <= party.span[0] and party.span[1] <= end for start, end in spans):
                seen.add(party.name)
                out.append(party)
    return tuple(out)


def issue_of(candidate: Candidate, text: str) -> str | None:
    """Return the noun phrase that the content is about, without determiners, or None where it has no noun.

    A bare object is its own issue; of a clause, the object of its main verb comes first, then its subject.
    """
    tree = candidate.tree
    best: tuple[int, int] | None = None
    for first, last in candidate.content:
        for i in range(first, min(last, tree.n - 1) + 1):
            if tree.tags[i] not in NOUN_TAGS or tree.lowers[i] in word_group("occasion"):
                continue
            rank = _RANKS.get(tree.deps[i])
            if rank is not None and (best is None or rank < best[0]):
                best = (rank, i)
    if best is None:
        return None
    first, last = _issue_bounds(tree, best[1])
    return text[tree.starts[first] : tree.ends[last]]


def _issue_bounds(tree: Tree, head: int) -> tuple[int, int]:
    """Return the bounds of a noun with its modifiers and a short "of" phrase."""
    first, last = head, head
    while first - 1 >= tree.lefts[head] and tree.tags[first - 1] in _MODIFIERS:
        first -= 1
    while tree.tags[first] in ("POS", "HYPH") and first < head:
        first += 1
    for c in tree.children[head]:
        is_short = c == head + 1 and tree.rights[c] - first < _LONGEST_ISSUE
        if is_short and tree.deps[c] == "prep" and tree.lowers[c] in ("of", "on", "with", "in", "for", "against"):
            last = tree.rights[c]
    return first, last
