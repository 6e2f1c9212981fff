"""Whom a pronoun means: the mentions so far, and the search through them.

Algorithm: a pronoun is first offered the subjects of the clauses above its own, from the inside out ("Moscow said it
would"), then earlier mentions of its sentence, then those of the sentence before in the same paragraph, subjects before
others. A paragraph is crossed only where the pronoun opens its own and somebody spoke or acted in the one before ("He
said ..."). Inside a quotation only the quotation's own mentions count, for there "he" is hardly ever the speaker. "It"
takes only the subject that stands nearest. Two candidates of equal weight leave the pronoun open.
"""

from __future__ import annotations

from tocsin.parties.mentions import Draft
from tocsin.parties.pronouns.clauses import STEPS, SUBJECTS, is_under, subject_of, verb_of
from tocsin.parties.pronouns.history import Entry, History
from tocsin.parties.resolution import Identity
from tocsin.parties.tables import modifiers
from tocsin.records import Sentence

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "whom", "which", "that"})
OWNING = frozenset({"his", "her", "their", "its"})
REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself"})

_PLURAL_VERBS = frozenset({"are", "were", "have", "do"})
_SINGULAR_VERBS = frozenset({"is", "was", "has", "does"})
_TOWARD = frozenset({"on", "against", "at", "with", "upon"})
_SPOTTING = frozenset({"in", "of", "near", "at", "outside", "around", "on"})
_ENTERING = frozenset({"into", "onto", "against", "across", "near", "toward", "towards", "at"})
_OBLIGING = frozenset({"must", "should", "need", "needs", "can", "may"})


Found = tuple[Identity, str]


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
    if word in REFLEXIVE and s.deps[draft.head] not in SUBJECTS:
        return _reflexive(draft, s, history)
    if word in IT:
        return _thing(draft, s, history, quote)
    if word in HE or word in SHE or word in THEY:
        return _people(draft, s, history, quote, text)
    return None


def _reflexive(draft: Draft, s: Sentence, history: History) -> Found | None:
    """Read "himself" as whom it stands behind ("Lavrov himself"), else as the subject of its own clause alone."""
    verb = verb_of(s, draft.head)
    subject = subject_of(s, verb)
    thing = draft.pronoun != "itself"  # "a decree that granted himself"
    while s.heads[verb] != verb and s.deps[verb] != "ccomp":
        if subject is not None and not (thing and s.lowers[subject] in ("that", "which")):
            break
        verb = verb_of(s, verb)
        subject = subject_of(s, verb)
    before = [entry for entry in history.entries[draft.sentence] if entry.draft.last == draft.head - 1]
    entry = before[-1] if before else history.entry(draft.sentence, subject) if subject is not None else None
    if entry is None or entry.token == draft.head:
        return None
    body = draft.pronoun == "themselves" and entry.identity.kind in ("group", "organisation")
    if not body and not fits(entry.identity, draft.pronoun, history):
        return None
    return entry.identity, "pronoun-subject"


def _relative(draft: Draft, s: Sentence, history: History) -> Found | None:
    """Follow "who" or "which" to the noun that its clause hangs on; one that opens a question names nobody."""
    token = draft.head
    for _ in range(STEPS):
        head = s.heads[token]
        if s.deps[token] == "relcl":
            meant = _antecedent(draft, s, history, head)
            return (meant, "relative-pronoun") if meant is not None else None
        if head == token:
            break
        token = head
    draft.weak = draft.pronoun in ("who", "whom")
    return None


def _antecedent(draft: Draft, s: Sentence, history: History, head: int) -> Identity | None:
    """Return whom a relative clause on a noun tells of, None where its number or "who" and "which" forbid it."""
    pair = history.pairs.get((draft.sentence, head))
    if pair is not None:
        return pair
    person = draft.pronoun in ("who", "whom")
    after = s.lowers[draft.head + 1] if draft.head + 1 < len(s.words) and s.deps[draft.head] in SUBJECTS else ""
    for _ in range(STEPS):
        entry = history.entry(draft.sentence, head)
        if entry is None:
            return None
        meant = entry.identity
        above = s.heads[head]
        if person and meant.kind in ("place", "state", "metonym") and not (meant.human or meant.plural):
            if s.deps[head] != "pobj":
                return None
            head = s.heads[above]  # "the senators of Velm, who": people, whatever the parser hangs it on
            continue
        if meant.human and meant.kind in ("name", "office") and not meant.plural:
            if not person and draft.pronoun == "which":
                return None
            if after in _PLURAL_VERBS:
                while s.deps[head] == "conj" and s.heads[head] != head:
                    head = s.heads[head]
                return history.pairs.get((draft.sentence, head))
        if meant.plural and after in _SINGULAR_VERBS and meant.kind == "common":
            return None
        if draft.pronoun == "which" and _is_spot(s, draft.head, head, meant):
            return None
        return meant
    return None


def _is_spot(s: Sentence, pronoun: int, head: int, meant: Identity) -> bool:
    """Tell whether a city is only where something is that a clause after a comma tells of ("a blast in X, which")."""
    spot = meant.kind == "place" or meant.rule == "capital-for-government"
    return spot and s.deps[head] == "pobj" and s.lowers[s.heads[head]] in _SPOTTING and s.words[pronoun - 1] == ","


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


def _clause_subjects(draft: Draft, s: Sentence, history: History, quote: int) -> list[int]:
    """Return the subjects of the clauses around a pronoun, from its own outwards, that it can refer to."""
    found: list[int] = []
    token = draft.head
    verb = verb_of(s, token)
    own = s.deps[token] != "poss"
    owned = not own
    # What is done to a pronoun is not done by whom it means ("did not end up ratifying it").
    harmed = not own and _is_harmed(s, token, verb)
    doer = subject_of(s, verb) if harmed or (own and s.deps[token] not in SUBJECTS) else None
    same = history.entry(draft.sentence, doer) if harmed and doer is not None else None
    barred = same.identity.entity if same is not None else None
    for _ in range(STEPS):
        subject = subject_of(s, verb)
        if subject == doer:
            subject = None
        if subject is not None and subject > token and not owned:
            subject = None
        if subject is not None and subject != token and not own and subject not in found:
            inside = quote < 0 or history.quote_at(s.starts[subject]) == quote
            entry = history.entry(draft.sentence, subject)
            covers = entry is not None and entry.draft.first <= token <= entry.draft.last
            again = barred is not None and entry is not None and entry.identity.entity == barred
            if inside and not covers and not again and not is_under(s, token, subject):
                found.append(subject)
        own = owned = False
        if s.heads[verb] == verb:
            break
        verb = verb_of(s, verb)
    return found


def _is_harmed(s: Sentence, token: int, verb: int) -> bool:
    """Tell whether a possessor suffers what is done to its possession, and is not the doer ("seized their land")."""
    noun = s.heads[token]
    direct = s.deps[noun] == "dobj" and s.heads[noun] == verb
    return direct and s.lemmas[verb] in modifiers()["harms"] and "own" not in s.lowers[token + 1 : token + 2]


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
        toward = s.deps[entry.token] == "pobj" and s.lowers[before] in _TOWARD
        if (toward or s.deps[entry.token] == "dobj") and fits(entry.identity, draft.pronoun, history):
            return entry.identity, "pronoun-object"
    return None


def _thing(draft: Draft, s: Sentence, history: History, quote: int) -> Found | None:
    """Resolve "it" and "its" to the nearest subject where that is a state or body, else to nobody."""
    if draft.pronoun == "it" and _is_empty(draft, s):
        return None
    if draft.pronoun == "it" and _is_loose_object(draft, s):
        return None
    answered = _answered(draft, s, history)
    if answered is not None:
        return answered[0] if answered else None
    for subject in _clause_subjects(draft, s, history, quote):
        entry = history.entry(draft.sentence, subject)
        if entry is None:
            return None
        if entry.draft.pronoun and entry.identity is None:
            return None
        if _is_target(draft, s, subject):
            continue
        if _is_stranger(entry, s):
            return None
        if fits(entry.identity, draft.pronoun, history):
            return None if _has_rival(draft, s, history, entry) else (entry.identity, "pronoun-subject")
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


def _is_target(draft: Draft, s: Sentence, subject: int) -> bool:
    """Tell whether "its" tells of what a doer enters or strikes ("accused X of sending ships into its waters")."""
    noun = s.heads[draft.head]
    entered = s.deps[draft.head] == "poss" and s.deps[noun] == "pobj" and s.lowers[s.heads[noun]] in _ENTERING
    return entered and s.deps[subject] == "dobj"


def _answered(draft: Draft, s: Sentence, history: History) -> list[Found] | None:
    """Read "sanctioned Y after it VERBED": who is answered did it, not who answers; None where nothing is answered.

    Where the sentence does not name Y it is the one other subject of the sentence before; else the list is empty.
    """
    verb = s.heads[draft.head]
    above = s.heads[verb]
    answers = s.deps[verb] == "advcl" and verb > above and s.lemmas[above] in modifiers()["answers"]
    if not answers or s.deps[draft.head] not in SUBJECTS:
        return None
    if not any(s.lowers[child] in ("after", "because", "since") for child in s.children[verb] if child < draft.head):
        return None
    for entry in reversed(history.entries[draft.sentence]):
        toward = s.deps[entry.token] == "pobj" and s.lowers[s.heads[entry.token]] in _TOWARD
        between = above < entry.token < draft.head and (toward or s.heads[entry.token] == above)
        if between and fits(entry.identity, draft.pronoun, history):
            return [(entry.identity, "pronoun-object")]
    subject = subject_of(s, above)
    own = history.entry(draft.sentence, subject) if subject is not None else None
    if own is None or draft.sentence == 0 or history.sentences[draft.sentence - 1].block != s.block:
        return []
    before = [
        entry
        for entry in history.entries[draft.sentence - 1]
        if entry.subject and entry.identity.country != own.identity.country and fits(entry.identity, "it", history)
    ]
    one = len({entry.identity.entity for entry in before}) == 1
    return [(before[0].identity, "pronoun-previous-sentence")] if one else []


def _is_loose_object(draft: Draft, s: Sentence) -> bool:
    """Tell whether "it" is an object that may as well be a matter as a party ("and did not confirm it")."""
    if s.deps[draft.head] in SUBJECTS or s.deps[draft.head] == "poss":
        return False
    verb = verb_of(s, draft.head)
    subject = subject_of(s, verb)
    if s.deps[verb] == "relcl" and subject is not None and s.lowers[subject] == "who":
        return True  # "those who supported it"
    return s.deps[verb] == "conj" or (s.deps[verb] in ("acl", "pcomp") and subject is None)


def _is_empty(draft: Draft, s: Sentence) -> bool:
    """Tell whether "it" stands for a clause or for nothing ("it is clear that", "it takes time to")."""
    verb = s.heads[draft.head]
    if s.deps[draft.head] == "nsubjpass" and any(s.deps[child] == "ccomp" for child in s.children[verb]):
        return True
    if s.lemmas[verb] in ("be", "seem", "appear", "become", "take", "make", "remain"):
        return s.deps[draft.head] in SUBJECTS
    return False


def _people(draft: Draft, s: Sentence, history: History, quote: int, text: str) -> Found | None:
    """Resolve "he", "she" and "they"."""
    word = draft.pronoun
    for subject in _clause_subjects(draft, s, history, quote):
        pair = history.pairs.get((draft.sentence, subject))
        if pair is not None and word in THEY:
            return pair, "pronoun-subject"
        entry = history.entry(draft.sentence, subject)
        if entry is None and (_is_plural_thing(s, subject) if word in THEY else _is_somebody(s, subject)):
            return None
        if entry is not None and word not in THEY and _is_stranger(entry, s):
            return entry.identity, "pronoun-subject"
        body = word in THEY and entry is not None and entry.identity.kind in ("group", "organisation")
        if entry is not None and (body or fits(entry.identity, word, history)):
            return None if _has_rival(draft, s, history, entry) else (entry.identity, "pronoun-subject")
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


def _is_stranger(entry: Entry, s: Sentence) -> bool:
    """Tell whether a subject that speaks is a bare name of which nothing is known ("Joll said he"), but no initials."""
    unknown = entry.identity.rule == "unknown-name" and entry.identity.country is None
    return entry.speaks and unknown and len(entry.identity.words) == 1 and not s.words[entry.token].isupper()


def _has_rival(draft: Draft, s: Sentence, history: History, chosen: Entry) -> bool:
    """Tell whether a pronoun may as well mean a party of another country as the subject of a clause above it.

    Such are whoever is told ("told the rebels that they must"), in a relative clause a subject that stands nearer,
    for "him" and "them" whoever else does or suffers something between, and for "its" whom something is done against.
    """
    word, verb = draft.pronoun, verb_of(s, draft.head)
    above = verb_of(s, chosen.token)
    subject = s.deps[draft.head] in SUBJECTS
    obliged = not _OBLIGING.isdisjoint([s.lowers[child] for child in s.children[verb]])
    for entry in history.entries[draft.sentence]:
        token, dep, head = entry.token, s.deps[entry.token], s.heads[entry.token]
        if not chosen.token < token < draft.head or entry.draft.pronoun or entry.draft.modifier:
            continue
        if entry.identity.entity == chosen.identity.entity or not fits(entry.identity, word, history):
            continue
        if word in ("him", "them") and head != verb and dep in SUBJECTS | {"dobj", "dative", "conj"}:
            return True
        if word == "its" and dep == "pobj" and s.lowers[head] in _TOWARD and above not in (verb, s.heads[verb]):
            return True
        if entry.identity.country in (None, chosen.identity.country):
            continue
        if dep in SUBJECTS and subject and s.deps[verb] == "relcl" and head != verb:
            return True
        told = dep in ("dobj", "dative") and head == above and verb != above
        if told and (word == "them" or (subject and (obliged or word in THEY))):
            return True
    return False


def _is_plural_thing(s: Sentence, token: int) -> bool:
    """Tell whether a subject that names no party is a plural noun, which "they" may mean ("94 percent ... they")."""
    return s.tags[token] in ("NNS", "NNPS") or s.lowers[token] in ("percent", "pct")


def _is_somebody(s: Sentence, token: int) -> bool:
    """Tell whether a subject that names no party is a person all the same ("a member who asked not to be named")."""
    return "who" in s.lowers[token + 1 : token + 3]


def _has_things(history: History, index: int) -> bool:
    """Tell whether things are the subject of a sentence's main clause."""
    s = history.sentences[index]
    for token, dep in enumerate(s.deps):
        verb = s.heads[token]
        told = s.deps[verb] == "ccomp" and s.deps[s.heads[verb]] == "ROOT"
        if dep in SUBJECTS and (told or s.deps[verb] == "ROOT"):
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
