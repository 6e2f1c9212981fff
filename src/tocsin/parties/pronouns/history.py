"""The mentions of an article up to the one being resolved, and the quotations that they stand in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from tocsin.parties.mentions import Draft
from tocsin.parties.pronouns.clauses import SUBJECTS
from tocsin.parties.resolution import Identity
from tocsin.parties.tables import modifiers
from tocsin.records import Quote, Sentence


class Entry(msgspec.Struct, gc=False):
    """One mention that later ones can refer to: where it stands, its part in the clause, and whom it names."""

    sentence: int
    token: int
    draft: Draft
    identity: Identity
    subject: bool
    root: bool
    speaks: bool


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
        subject = deps[token] in SUBJECTS
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
