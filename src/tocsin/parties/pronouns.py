"""Whom a pronoun means: the mentions so far, and the search through them.

Algorithm: a pronoun is first offered the subjects of the clauses above its own, from the inside out ("Moscow said it
would"), then earlier mentions of its sentence, then those of the sentence before in the same paragraph, subjects before
others. A paragraph is crossed only where the pronoun opens its own and somebody spoke or acted in the one before ("He
said ..."). Inside a quotation only the quotation's own mentions count, for there "he" is hardly ever the speaker. "It"
takes only the subject that stands nearest. Two candidates of equal weight leave the pronoun open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from tocsin.parties.mentions import Draft
from tocsin.parties.resolution import Identity
from tocsin.parties.tables import modifiers
from tocsin.records import Quote, Sentence

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "whom", "which", "that"})
OWNING = frozenset({"his", "her", "their", "its"})

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_STEPS = 8  # how far up the parse a clause is looked for


class Entry(msgspec.Struct, gc=False):
    """One mention that later ones can refer to: where it stands, its part in the clause, and whom it names."""

    sentence: int
    token: int
    draft: Draft
    identity: Identity
    subject: bool
    root: bool
    speaks: bool


Found = tuple[Identity, str]


class History:
    """The mentions of an article up to the one being resolved, in text order."""

    def __init__(self, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> None:
        self.sentences = sentences
        self.entries: list[list[Entry]] = [[] for _ in sentences]
        self.at: dict[tuple[int, int], Entry] = {}
        self.ahead: dict[int, Draft] = {}
        self.genders: dict[str, str] = {}
        self.pairs: dict[tuple[int, int], Identity] = {}
        outer = sorted(quote.outer for quote in quotes if quote.depth == 0)
        self._starts = [span[0] for span in outer]
        self._quotes = outer

    def add(self, draft: Draft, identity: Identity) -> Entry:
        """Keep a mention with whom it names."""
        index, token = draft.sentence, draft.head
        s = self.sentences[index]
        deps, heads = s.deps, s.heads
        while deps[token] == "conj" and heads[token] != token and s.tags[heads[token]][:1] in ("N", "P"):
            token = heads[token]
        subject = deps[token] in _SUBJECTS
        root = speaks = False
        if subject:
            verb = heads[token]
            root = deps[verb] == "ROOT" or (deps[verb] == "conj" and deps[heads[verb]] == "ROOT")
            speaks = s.lemmas[verb] in modifiers()["speech"]
        entry = Entry(index, draft.head, draft, identity, subject, root, speaks)
        self.entries[index].append(entry)
        self.at[index, draft.head] = entry
        return entry

    def entry(self, sentence: int, token: int) -> Entry | None:
        """Return the mention that a token heads, also one further on in the current sentence ("In his speech, X")."""
        found = self.at.get((sentence, token))
        if found is None and token in self.ahead:
            draft = self.ahead[token]
            if draft.sentence == sentence and draft.identity is not None and not draft.identity.open:
                return Entry(sentence, token, draft, draft.identity, False, False, False)
        return found

    def pair(self, draft: Draft) -> None:
        """Keep the parties that "and" joins as one plural party under the first one's token."""
        s = self.sentences[draft.sentence]
        token = draft.head
        while s.deps[token] == "conj" and s.heads[token] != token:
            token = s.heads[token]
        first, last = self.at.get((draft.sentence, token)), draft.identity
        if first is None or last is None or first.identity.name is None or last.name is None:
            return
        before = self.pairs.get((draft.sentence, token))
        one = before or first.identity
        self.pairs[draft.sentence, token] = Identity(
            kind="group",
            rule="pair",
            name=f"{one.name} and {last.name}",
            country=one.country if one.country == last.country else None,
            sectors=one.sectors if one.sectors == last.sectors else (),
            office=one.office if one.office == last.office else None,
            entity=f"{one.entity}+{last.entity}",
            human=one.human if one.human == last.human else None,
            plural=True,
            noun="" if before else "pair",
            parts=(*(one.parts or (one,)), *(last.parts or (last,))),
        )

    def quote_at(self, position: int) -> int:
        """Return the index of the whole-clause quotation around a code point, -1 outside of any."""
        i = bisect_right(self._starts, position) - 1
        return i if i >= 0 and position < self._quotes[i][1] else -1

    def unquoted(self, index: int, text: str) -> list[Entry]:
        """Return the mentions of a sentence in the article's own words."""
        starts = self.sentences[index].starts
        found: list[Entry] = []
        for entry in self.entries[index]:
            quote = self.quote_at(starts[entry.token])
            if quote < 0 or self.is_partial(quote, text):
                found.append(entry)
        return found

    def is_partial(self, quote: int, text: str) -> bool:
        """Tell whether a quotation begins in the middle of a clause of the article's own words."""
        start = self._quotes[quote][0] + 1
        return text[start : start + 1].islower()


def resolve_pronoun(draft: Draft, history: History, text: str) -> Found | None:
    """Return whom a pronoun means and the rule that says so, or None where the text leaves it open."""
    s = history.sentences[draft.sentence]
    word = draft.pronoun
    if word in RELATIVE:
        return _relative(draft, s, history)
    bracketed = _bracketed(draft, s, history)
    if bracketed is not None:
        return bracketed
    quote = history.quote_at(s.starts[draft.head])
    if quote >= 0 and history.is_partial(quote, text):
        quote = -1
    blamed = _blamed(draft, s, history)
    if blamed is not None:
        return blamed
    if word in IT:
        return _thing(draft, s, history, quote)
    if word in HE or word in SHE or word in THEY:
        return _people(draft, s, history, quote, text)
    return None


def _relative(draft: Draft, s: Sentence, history: History) -> Found | None:
    """Follow "who" or "which" to the noun that its clause hangs on."""
    token = draft.head
    for _ in range(_STEPS):
        head = s.heads[token]
        if s.deps[token] == "relcl":
            pair = history.pairs.get((draft.sentence, head))
            if pair is not None:
                return pair, "relative-pronoun"
            entry = history.entry(draft.sentence, head)
            return (entry.identity, "relative-pronoun") if entry is not None else None
        if head == token:
            return None
        token = head
    return None


def _bracketed(draft: Draft, s: Sentence, history: History) -> Found | None:
    """Read the name that an editor put after a pronoun in brackets ("He [Lavrov] said")."""
    if draft.head + 2 >= len(s.words) or s.words[draft.head + 1] not in ("[", "("):
        return None
    for token in range(draft.head + 2, min(draft.head + 7, len(s.words))):
        if s.words[token] in ("]", ")"):
            entry = history.entry(draft.sentence, token - 1)
            return (entry.identity, "bracketed-name") if entry is not None else None
    return None


def fits(identity: Identity, word: str, history: History) -> bool:
    """Tell whether a pronoun of this word can stand for an identity, by number, gender and humanity."""
    if word in THEY:
        return identity.plural
    if word in IT:
        body = identity.kind in ("organisation", "metonym", "group") and not identity.parts
        if identity.noun in modifiers()["standing"] and not identity.parts:
            return True
        return identity.human is False and identity.kind != "common" and (body or not identity.plural)
    if identity.plural:
        return False
    wanted = "m" if word in HE else "f"
    if identity.human is not True and (identity.human is False or identity.kind != "name" or len(identity.words) < 2):
        return False
    gender = identity.gender or history.genders.get(identity.entity or "")
    return gender in (None, wanted)


def verb_of(s: Sentence, token: int) -> int:
    """Return the verb that governs a token (the token itself where none does)."""
    for _ in range(_STEPS):
        head = s.heads[token]
        if head == token or s.tags[head][:1] == "V" or s.tags[head] == "MD":
            return head
        token = head
    return token


def subject_of(s: Sentence, verb: int) -> int | None:
    """Return the subject of a verb, or of the verb it is joined to where it has none of its own."""
    for _ in range(_STEPS):
        for child in s.children[verb]:
            if s.deps[child] in _SUBJECTS:
                return child
        if s.deps[verb] == "pcomp":
            blamed = _object_blamed(s, verb)
            if blamed is not None:
                return blamed
        if s.deps[verb] not in ("conj", "xcomp", "advcl", "pcomp") or s.heads[verb] == verb:
            return None
        verb = s.heads[verb]
    return None


def is_scene_of(s: Sentence, place: int, token: int) -> bool:
    """Tell whether a place is where a mention is: what somebody says is not done where it is said, nor the reverse."""
    own, there = verb_of(s, token), verb_of(s, place)
    if own == there:
        return True
    for low, high in ((own, there), (there, own)):
        verb, above, told = low, verb_of(s, low), False
        while above != verb:
            told = told or (s.deps[verb] == "ccomp" and s.lemmas[above] in modifiers()["speech"])
            if above == high:
                # "In Velm, police said that ..." sets the scene of all that follows.
                return not told or (low == own and place < token and not _follows_subject(s, high, place))
            verb, above = above, verb_of(s, above)
    return True


def _follows_subject(s: Sentence, verb: int, token: int) -> bool:
    subject = subject_of(s, verb)
    return subject is not None and subject < token


def _object_blamed(s: Sentence, verb: int) -> int | None:
    """Return the doer of a gerund after "for", "of" or "from": the object of the verb ("slammed X for dragging")."""
    prep = s.heads[verb]
    if s.lowers[prep] not in ("for", "of", "from", "into"):
        return None
    for child in s.children[s.heads[prep]]:
        if s.deps[child] == "dobj" and child < prep:
            return child
    return None


def _clause_subjects(draft: Draft, s: Sentence, history: History, quote: int) -> list[int]:
    """Return the subjects of the clauses around a pronoun, from its own outwards, that it can refer to."""
    found: list[int] = []
    token = draft.head
    verb = verb_of(s, token)
    own = s.deps[token] != "poss"
    owned = not own
    # What is done to a pronoun is not done by whom it means ("did not end up ratifying it").
    doer = subject_of(s, verb) if own and s.deps[token] not in _SUBJECTS else None
    for _ in range(_STEPS):
        subject = subject_of(s, verb)
        if subject == doer:
            subject = None
        if subject is not None and subject > token and not owned:
            subject = None
        if subject is not None and subject != token and not own and subject not in found:
            inside = quote < 0 or history.quote_at(s.starts[subject]) == quote
            entry = history.entry(draft.sentence, subject)
            covers = entry is not None and entry.draft.first <= token <= entry.draft.last
            if inside and not covers and not _under(s, token, subject):
                found.append(subject)
        own = owned = False
        if s.heads[verb] == verb:
            break
        verb = verb_of(s, verb)
    return found


def _blamed(draft: Draft, s: Sentence, history: History) -> Found | None:
    """Read "sanctions on Y over its X" and "praised Y for his X": what is named for a reason belongs to Y."""
    noun = s.heads[draft.head]
    prep = s.heads[noun]
    if s.deps[draft.head] != "poss" or s.lowers[prep] not in ("over", "for") or s.deps[noun] != "pobj":
        return None
    verb = verb_of(s, prep)
    if s.lemmas[verb] in ("apologize", "apologise", "pay", "prepare", "ask", "wait"):
        return None
    for entry in reversed(history.entries[draft.sentence]):
        if not verb < entry.token < prep:
            continue
        before = s.heads[entry.token]
        toward = s.deps[entry.token] == "pobj" and s.lowers[before] in ("on", "against", "at", "with", "upon")
        if (toward or s.deps[entry.token] == "dobj") and fits(entry.identity, draft.pronoun, history):
            return entry.identity, "pronoun-object"
    return None


def _under(s: Sentence, token: int, ancestor: int) -> bool:
    for _ in range(_STEPS):
        if token == ancestor:
            return True
        if s.heads[token] == token:
            return False
        token = s.heads[token]
    return False


def _thing(draft: Draft, s: Sentence, history: History, quote: int) -> Found | None:
    """Resolve "it" and "its" to the nearest subject where that is a state or body, else to nobody."""
    if draft.pronoun == "it" and _is_empty(draft, s):
        return None
    for subject in _clause_subjects(draft, s, history, quote):
        entry = history.entry(draft.sentence, subject)
        if entry is None:
            return None
        if entry.draft.pronoun and entry.identity is None:
            return None
        if fits(entry.identity, draft.pronoun, history):
            return entry.identity, "pronoun-subject"
    if draft.pronoun == "its":
        owners = [
            entry
            for entry in history.entries[draft.sentence]
            if entry.token < draft.head and s.deps[entry.token] == "poss" and fits(entry.identity, "its", history)
        ]
        if owners and (quote < 0 or history.quote_at(s.starts[owners[-1].token]) == quote):
            return owners[-1].identity, "pronoun-same-sentence"
    if quote >= 0 or draft.sentence == 0 or any(entry.token < draft.head for entry in history.entries[draft.sentence]):
        return None
    before = history.sentences[draft.sentence - 1]
    if before.block != s.block:
        return None
    for entry in history.entries[draft.sentence - 1]:
        if entry.root and fits(entry.identity, draft.pronoun, history):
            return entry.identity, "pronoun-previous-sentence"
    return None


def _is_empty(draft: Draft, s: Sentence) -> bool:
    """Tell whether "it" stands for a clause or for nothing ("it is clear that", "it takes time to")."""
    verb = s.heads[draft.head]
    if s.deps[draft.head] == "nsubjpass" and any(s.deps[child] == "ccomp" for child in s.children[verb]):
        return True
    if s.lemmas[verb] in ("be", "seem", "appear", "become", "take", "make", "remain"):
        return s.deps[draft.head] in _SUBJECTS
    return False


def _people(draft: Draft, s: Sentence, history: History, quote: int, text: str) -> Found | None:
    """Resolve "he", "she" and "they"."""
    word = draft.pronoun
    for subject in _clause_subjects(draft, s, history, quote):
        pair = history.pairs.get((draft.sentence, subject))
        if pair is not None and word in THEY:
            return pair, "pronoun-subject"
        entry = history.entry(draft.sentence, subject)
        if entry is None and word in THEY and _is_plural_thing(s, subject):
            return None
        if entry is not None and fits(entry.identity, word, history):
            return entry.identity, "pronoun-subject"
        if entry is not None and word in THEY and entry.identity.kind in ("group", "organisation"):
            return entry.identity, "pronoun-subject"
    if quote >= 0:
        inside = [
            entry
            for entry in history.entries[draft.sentence]
            if entry.token < draft.head and history.quote_at(s.starts[entry.token]) == quote
        ]
        return _choose(inside, word, history, "pronoun-in-quotation")
    verb = verb_of(s, draft.head)
    earlier = [
        entry
        for entry in history.unquoted(draft.sentence, text)
        if entry.token < draft.head
        and not (entry.subject and verb_of(s, entry.token) == verb and s.deps[draft.head] != "poss")
    ]
    found = _choose(earlier, word, history, "pronoun-same-sentence")
    if found is not None:
        return found
    for index in range(draft.sentence - 1, max(-1, draft.sentence - 4), -1):
        if history.sentences[index].block != s.block:
            break
        if word in THEY and _has_things(history, index):
            return None
        pairs = [pair for (at, _), pair in history.pairs.items() if at == index]
        if word in THEY and len(pairs) == 1:
            return pairs[0], "pronoun-previous-sentence"
        spoken = [entry for entry in history.unquoted(index, text) if entry.subject or word not in THEY]
        found = _choose(spoken, word, history, "pronoun-previous-sentence")
        if found is not None:
            return found
        if any(fits(entry.identity, word, history) for entry in spoken):
            return None
    return _across(draft, s, history, text)


def _is_plural_thing(s: Sentence, token: int) -> bool:
    """Tell whether a subject that names no party is a plural noun, which "they" may mean ("94 percent ... they")."""
    return s.tags[token] in ("NNS", "NNPS") or s.lowers[token] in ("percent", "pct")


def _has_things(history: History, index: int) -> bool:
    """Tell whether things are the subject of a sentence's main clause."""
    s = history.sentences[index]
    for token, dep in enumerate(s.deps):
        if dep in _SUBJECTS and s.deps[s.heads[token]] == "ROOT":
            return (index, token) not in history.at and _is_plural_thing(s, token)
    return False


def _across(draft: Draft, s: Sentence, history: History, text: str) -> Found | None:
    """Look into the paragraph before: whoever spoke last there, else its last subject; "they" never crosses."""
    word = draft.pronoun
    if word in THEY or s.kind != "body":
        return None
    crossed = 0
    block = s.block
    for index in range(draft.sentence - 1, -1, -1):
        before = history.sentences[index]
        if before.kind not in ("body", "headline"):
            continue
        if before.block != block:
            block = before.block
            crossed += 1
            if crossed > 3 or before.kind == "headline":
                return None
        outside = [entry for entry in history.unquoted(index, text) if fits(entry.identity, word, history)]
        for test in ("speaks", "root", "subject"):
            chosen = [entry for entry in outside if getattr(entry, test)]
            if chosen:
                return chosen[-1].identity, "pronoun-across-paragraph"
        if outside and crossed:
            return None
    return None


def _choose(entries: list[Entry], word: str, history: History, rule: str) -> Found | None:
    """Return the heaviest candidate; None where two different ones weigh the same or none fits."""
    best: list[Entry] = []
    weight = -1
    for entry in entries:
        if not fits(entry.identity, word, history):
            continue
        if entry.identity.kind == "common" and not entry.subject and word not in THEY:
            continue
        weighs = 4 * entry.root + 3 * entry.subject + entry.speaks + (entry.identity.human is True)
        if weighs > weight:
            best, weight = [entry], weighs
        elif weighs == weight:
            best.append(entry)
    keys = {entry.identity.entity or (entry.sentence, entry.token) for entry in best}
    return (best[-1].identity, rule) if len(keys) == 1 else None
