"""What stands around a description in its own sentence: its possessor, its sender, its place, who announces."""

from __future__ import annotations

from tocsin.parties.mentions import Draft
from tocsin.parties.pronouns.clauses import is_scene_of, subject_of
from tocsin.parties.pronouns.history import Entry, History
from tocsin.parties.resolution import Identity
from tocsin.parties.tables import modifiers
from tocsin.records import Sentence

_FROM = frozenset({"from", "of"})
_WHERE = frozenset({"in", "at", "near", "across", "outside", "inside"})
_BESIDE = _FROM | _WHERE


class Surroundings:
    """The mentions of an article by sentence, asked about what stands beside one of them."""

    def __init__(self, history: History, drafts: list[list[Draft]]) -> None:
        self.history = history
        self.drafts = drafts

    def origin(self, draft: Draft, sentence: Sentence) -> Draft | None:
        """Return the mention after "from" or "of" that people without a country come from, itself without one."""
        prep = draft.last + 1
        if prep >= len(sentence.words) or sentence.lowers[prep] not in _BESIDE:
            return None
        for token in sentence.children[prep]:
            inner = self.history.ahead.get(token)
            if inner is None or inner.identity is None or inner.identity.country is not None:
                return None
            kind = "group" if sentence.lowers[prep] in _WHERE else "state"  # "in the West"
            whole = sentence.lowers[prep] == "from" or inner.identity.kind == kind
            whole = whole and inner.identity.rule != "two-sides"  # "lawmakers from both sides"
            return inner if whole and inner.identity.kind in ("state", "group", "place") else None
        return None

    def is_from_elsewhere(self, draft: Draft, sentence: Sentence) -> bool:
        """Tell whether people come from a place that gives no country ("Muslims from around the world")."""
        after = draft.last + 1
        return after < len(sentence.words) and sentence.lowers[after] == "from" and sentence.heads[after] == draft.head

    def is_of_other(self, draft: Draft, sentence: Sentence) -> bool:
        """Tell whether an office is one of something that is no party ("the vice president of the student body")."""
        prep = draft.last + 1
        identity = draft.identity
        if identity is None or identity.kind != "office" or prep >= len(sentence.words):
            return False
        if sentence.lowers[prep] != "of" or sentence.heads[prep] != draft.head:
            return False
        return all(token not in self.history.ahead for token in sentence.children[prep])

    def announcing(self, draft: Draft, identity: Identity, sentence: Sentence) -> str | None:
        """Return the state whose act an institution announces ("X will expel the envoy, the ministry said").

        What is done in words its doer tells ("X accused Y, the ministry said"); a deed may be told by others.
        """
        verb = sentence.heads[draft.head]
        if identity.kind != "organisation" or sentence.deps[draft.head] != "nsubj":
            return None
        for child in sentence.children[verb]:
            if sentence.deps[child] != "ccomp" or child > draft.head:
                continue
            words = [sentence.lowers[token] for token in sentence.children[child]]
            subject = subject_of(sentence, child)
            entry = self.history.entry(sentence.index, subject) if subject is not None else None
            verbal = sentence.lemmas[child] in modifiers()["answers"] or sentence.lemmas[child] in modifiers()["speech"]
            if entry is not None and entry.identity.kind == "state" and (verbal or "will" in words or "would" in words):
                return entry.identity.country
        return None

    def owner(self, draft: Draft, sentence: Sentence) -> Entry | None:
        """Return the possessor of a phrase ("her office", "the ministry's spokesman") where it has a country."""
        for child in sentence.children[draft.head]:
            if sentence.deps[child] == "poss":
                entry = self.history.entry(sentence.index, child)
                if entry is not None and entry.identity.country:
                    return entry
        return None

    def master(self, draft: Draft, sentence: Sentence) -> tuple[str | None, str]:
        """Read whose "a spokesman" or "an aide" is: of whom the clause before it is about, in the same paragraph."""
        spots = self.spots(sentence, draft.head)
        for index in (sentence.index, sentence.index - 1):
            if index < 0 or self.history.sentences[index].block != sentence.block:
                continue
            for entry in reversed(self.history.entries[index]):
                named = entry.identity.kind in ("name", "office", "organisation", "metonym", "group")
                if entry.subject and named and entry.identity.country:
                    if spots - {entry.identity.country}:
                        return None, ""
                    return entry.identity.country, "country-of-principal"
        return None, ""

    def patron(self, draft: Draft, sentence: Sentence) -> str | None:
        """Return the country of the person whom "a spokesman for X" serves, or whom "supporters of X" are for."""
        prep = draft.last + 1
        if prep >= len(sentence.words) or sentence.lowers[prep] not in ("for", "of", "to") or draft.identity is None:
            return None
        if sentence.heads[prep] != draft.head or not (draft.identity.kind == "office" or draft.identity.human):
            return None
        for token in sentence.children[prep]:
            entry = self.history.entry(sentence.index, token)
            if entry is not None and entry.identity.human:
                return entry.identity.country
        return None

    def sender(self, draft: Draft, sentence: Sentence) -> tuple[str | None, str]:
        """Read whose "troops" are sent or kept: the country of the verb's subject."""
        token = draft.head
        if sentence.deps[token] == "pobj" and sentence.lowers[sentence.heads[token]] == "of":
            token = sentence.heads[sentence.heads[token]]
        verb = sentence.heads[token]
        if sentence.deps[token] != "dobj" or sentence.lemmas[verb] not in modifiers()["sends"]:
            return None, ""
        subject = subject_of(sentence, verb)
        entry = self.history.entry(sentence.index, subject) if subject is not None else None
        return (entry.identity.country, "country-of-sender") if entry is not None else (None, "")

    def spots(self, sentence: Sentence, token: int) -> set[str]:
        """Return the countries that a sentence names as places ("in Cairo", "near the Turkish border") of a mention."""
        found: set[str] = set()
        here = self.history.ahead.get(token)
        sectors = here.identity.sectors if here is not None and here.identity is not None else ()
        for draft in self.drafts[sentence.index]:
            identity = draft.identity
            if identity is None or identity.kind not in ("place", "state", "metonym") or identity.country is None:
                continue
            first = draft.head
            while sentence.deps[first] == "conj" and sentence.heads[first] != first:
                first = sentence.heads[first]  # "in Gaza and Israel"
            head = sentence.heads[first]
            if sentence.lowers[head] == "of" and sentence.deps[sentence.heads[head]] == "pobj":
                head = sentence.heads[sentence.heads[head]]  # "in the capital of Egypt"
            seat = sentence.lowers[head] == "on" and identity.sectors[:1] == sectors[:1]  # "lawmakers on Capitol Hill"
            where = sentence.deps[first] == "pobj" and (seat or sentence.lowers[head] in _WHERE)
            tongue = identity.rule in ("country-adjective", "nationality-as-noun")  # "in English"
            if where and not tongue and is_scene_of(sentence, draft.head, token):
                found.add(identity.country)
        return found
