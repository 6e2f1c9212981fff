"""Who is who through an article: names, descriptions and pronouns tied to the parties that they were introduced as.

Algorithm: (1) every sentence gives its mentions as their words alone read (mentions.py); (2) appositions and "X is the
spokesman" join a name to an office; (3) short names take their full form, from before or, in a headline, from after;
(4) in text order, descriptions ("the minister", "the alliance", "the two sides", "his Russian counterpart") and
pronouns are tied to what was mentioned before them; (5) a description without a country takes it from its possessor,
from the place in its sentence, or from the one country that the article is about. What stays open stays text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from tocsin.parties.mentions import Draft, find_drafts, span_of
from tocsin.parties.offices import FAMILY_FIRST, surnames
from tocsin.parties.phrase import Lookup
from tocsin.parties.pronouns import OWNING, History, resolve_pronoun, subject_of
from tocsin.parties.resolution import Identity, Person, Title, known_person
from tocsin.parties.tables import Register, fold_words, modifiers
from tocsin.records import Mention, Party, Reading, Sentence

_INDEFINITE = frozenset(
    {
        "a", "an", "some", "another", "other", "several", "many", "one", "two", "three", "four", "five", "few", "no",
        "any", "each", "every",
    }
)  # fmt: skip
_LOCAL = frozenset({"COP", "OPP", "CVL", "LEG", "JUD", "REF", "LAB", "AGR", "GOV", "MIL", "REB", "PTY"})
_ABROAD = frozenset(
    {
        "official", "diplomat", "envoy", "ambassador", "adviser", "leader", "spokesman", "analyst", "expert",
        "negotiator", "secretary", "minister",
    }
)  # fmt: skip
_PRINCIPAL = 4  # rank up to which a bare surname is enough: heads of state and government, of organisations, ...
_PAIR_SHARE = 0.8  # part of all country mentions that two states must have between them to be "the two sides"
_WHERE = frozenset({"in", "at", "near", "across", "outside", "inside"})
_REACH = 12  # sentences back that a description may refer to
_SHARE = 0.6  # part of all country mentions that makes a country the one that an article is about


class Story:
    """The state of one article's reading: its drafts, its names, its countries, and the history of mentions."""

    def __init__(self, reading: Reading, lookup: Lookup) -> None:
        self.reading = reading
        self.lookup = lookup
        self.text = reading.article.text
        self.drafts = [find_drafts(sentence, lookup) for sentence in reading.sentences]
        self.history = History(reading.sentences, reading.quotes)
        self.names: dict[str, list[tuple[int, Identity]]] = {}
        self.countries: Counter[str] = Counter()

    def run(self) -> tuple[Mapping[int, Mention], ...]:
        """Resolve everything and return the mentions of each sentence by head token."""
        for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True):
            join_appositions(sentence, drafts)
        self._index_names()
        self._count_countries()
        for drafts in self.drafts:
            for draft in drafts:
                if draft.identity is not None and draft.identity.kind == "name":
                    self._lengthen(draft)
        for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True):
            join_appositions(sentence, drafts)
            self.history.ahead = {draft.head: draft for draft in drafts}
            for draft in drafts:
                self._refer(draft, sentence)
        return tuple(
            [
                {draft.head: self._mention(draft, sentence) for draft in drafts if is_kept(draft)}
                for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True)
            ]
        )

    def _index_names(self) -> None:
        """Keep every full or titled name under the short forms that later text may use."""
        for drafts in self.drafts:
            for draft in drafts:
                identity = draft.identity
                if identity is None or not identity.words or identity.kind not in ("name", "office"):
                    continue
                if not is_introduction(identity):
                    continue
                for key in _short_forms(identity, self.lookup.register):
                    self.names.setdefault(key, []).append((draft.sentence, identity))

    def _count_countries(self) -> None:
        known = self.lookup.register.country_names
        for drafts in self.drafts:
            for draft in drafts:
                if draft.identity is not None and draft.identity.country in known and draft.identity.country:
                    self.countries[draft.identity.country] += 1

    def _lengthen(self, draft: Draft) -> None:
        """Give a short name the person that the article or, failing that, the tables know by it."""
        identity = draft.identity
        if identity is None or (is_introduction(identity) and not _is_titled_surname(identity)):
            return
        key = " ".join(identity.words)
        found = [pair for pair in self.names.get(key, ()) if pair[1].entity != identity.entity]
        if identity.gender:
            found = [pair for pair in found if pair[1].gender in (None, identity.gender)]
        full = [pair for pair in found if len(pair[1].words) > len(identity.words) or pair[1].rule != "unknown-name"]
        before = [pair for pair in full if pair[0] <= draft.sentence]
        chosen = before[-1][1] if before else full[0][1] if full else None
        if chosen is not None:
            office = chosen.office or identity.office
            draft.identity = msgspec.structs.replace(chosen, rule="surname-carried-back", office=office, kind="name")
            return
        if _is_titled_surname(identity):
            return
        self.lookup.dated = True
        person = self.lookup.person(key, Title())
        if person is None:
            person = self._of_countries(key)
        if person is None or person.country is None:
            return
        current = person.rule in ("office-at-date", "office-without-date")
        if (current and person.rank <= _PRINCIPAL) or person.country in self.countries:
            draft.identity = msgspec.structs.replace(known_person(person, identity.words), rule="surname-of-principal")

    def _of_countries(self, key: str) -> Person | None:
        """Choose among bearers of a surname by the countries that the article names."""
        for country, _ in self.countries.most_common(4):
            person = self.lookup.person(key, Title(country=country))
            if person is not None and person.rule in ("office-at-date", "office-without-date"):
                return person
        return None

    def _refer(self, draft: Draft, sentence: Sentence) -> None:
        """Tie a pronoun or description to what stands before it, and add it to the history."""
        if draft.pronoun:
            found = resolve_pronoun(draft, self.history, self.text)
            if found is None:
                return
            meant, rule = found
            draft.identity = msgspec.structs.replace(meant, kind="pronoun", rule=rule)
            if meant.entity and draft.pronoun in ("he", "she"):
                self.history.genders.setdefault(meant.entity, "m" if draft.pronoun == "he" else "f")
            self.history.add(draft, meant)
            return
        identity = draft.identity
        if identity is None or not is_kept(draft):
            return
        if identity.noun == "counterpart":
            identity = self._counterpart(draft, identity)
        elif identity.noun == "sides" or (identity.kind == "state" and identity.plural and is_definite(draft)):
            identity = self._sides(draft, identity)
        elif identity.open:
            identity = self._describe(draft, identity, sentence)
        draft.identity = identity
        self.history.add(draft, identity)
        if sentence.deps[draft.head] == "conj":
            self.history.pair(draft)

    def _describe(self, draft: Draft, identity: Identity, sentence: Sentence) -> Identity:
        """Read a description whose country its words do not tell."""
        if draft.determiner not in _INDEFINITE:
            found = self._same_party(draft, identity)
            if found is not None:
                return found
        country, rule = self._country_for(draft, identity, sentence)
        if country is None:
            return identity
        return self.placed(identity, country, rule)

    def placed(self, identity: Identity, country: str, rule: str) -> Identity:
        """Give an open description a country, and with it its holder at the date where it is a single-holder office."""
        register = self.lookup.register
        if identity.office and not identity.plural and self.lookup.date and identity.kind == "office":
            spells = {spell.person: spell for spell in register.holders(country, identity.office, self.lookup.date)}
            if len(spells) == 1:
                spell = next(iter(spells.values()))
                return msgspec.structs.replace(
                    identity, name=spell.person, country=country, sectors=spell.sectors, office=spell.office, rule=rule,
                    entity=spell.person, gender=spell.sex, words=tuple(fold_words(spell.person)), open=False,
                )  # fmt: skip
        place = register.country_names.get(country) or register.organisation_names.get(country) or country
        named = identity.kind in ("office", "organisation")
        what = identity.office or identity.noun
        government = identity.kind == "organisation" and identity.noun == "government"
        return msgspec.structs.replace(
            identity,
            name=place if identity.kind == "state" else f"{identity.noun} of {place}" if named else identity.name,
            country=country,
            rule=rule,
            entity=country if government or identity.kind == "state" else f"{country}:{what}",
            open=False,
        )

    def _same_party(self, draft: Draft, identity: Identity) -> Identity | None:
        """Find the earlier mention that a definite description takes up again."""
        for index in range(draft.sentence, max(-1, draft.sentence - _REACH), -1):
            for entry in reversed(self.history.entries[index]):
                if takes_up(identity, entry.identity):
                    earlier = entry.identity
                    rule = "definite-description" if not identity.plural or earlier.entity else "same-noun"
                    return msgspec.structs.replace(
                        earlier, kind=identity.kind, rule=rule, noun=earlier.noun or identity.noun, open=False
                    )
        return None

    def _country_for(self, draft: Draft, identity: Identity, sentence: Sentence) -> tuple[str | None, str]:
        """Find the country of an open description: its possessor's, its sentence's place's, or the article's own."""
        if identity.noun in modifiers()["relation"]:
            return self._neighbour(draft, identity)
        owner = self.history.at.get((draft.sentence, draft.first)) if draft.determiner in OWNING else None
        if owner is not None:
            return owner.identity.country, "country-of-possessor"
        if draft.determiner in OWNING or identity.noun in _ABROAD or (identity.office or "") in _ABROAD:
            return None, ""
        if identity.sectors[:1] and identity.sectors[0] not in _LOCAL:
            return None, ""
        if identity.kind == "state" and (identity.plural or draft.determiner not in ("the", "this")):
            return None, ""
        if identity.sectors[:1] == ("MIL",) and identity.noun not in modifiers()["standing"]:
            return self._sender(draft, sentence)
        spots = self._spots(sentence)
        if len(spots) == 1 and identity.sectors[:1] != ("MIL",):
            return spots.pop(), "country-of-place"
        total = sum(self.countries.values())
        if total >= 4:
            country, count = self.countries.most_common(1)[0]
            if count >= _SHARE * total:
                return country, "country-of-article"
        return None, ""

    def _sender(self, draft: Draft, sentence: Sentence) -> tuple[str | None, str]:
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

    def _neighbour(self, draft: Draft, identity: Identity) -> tuple[str | None, str]:
        """Read "its neighbour" as the other of two states where the article is about no third."""
        owner = self.history.at.get((draft.sentence, draft.first)) if draft.determiner in OWNING else None
        pair = self._foremost_pair()
        if identity.plural or identity.noun not in ("neighbour", "neighbor") or owner is None or pair is None:
            return None, ""
        others = [code for code in pair if code != owner.identity.country]
        return (others[0], "neighbour-in-pair") if len(others) == 1 else (None, "")

    def _foremost_pair(self) -> list[str] | None:
        """Return the two states that the article is mostly about, or None."""
        foremost = self.countries.most_common(2)
        counts = [count for _, count in foremost]
        if len(foremost) < 2 or sum(counts) < _PAIR_SHARE * sum(self.countries.values()) or 2 * counts[1] < counts[0]:
            return None
        return [code for code, _ in foremost]

    def _spots(self, sentence: Sentence) -> set[str]:
        """Return the countries that a sentence names as places ("in Cairo", "near the Turkish border")."""
        found: set[str] = set()
        for draft in self.drafts[sentence.index]:
            identity = draft.identity
            if identity is None or identity.kind not in ("place", "state", "metonym") or identity.country is None:
                continue
            head = sentence.heads[draft.head]
            if sentence.deps[draft.head] == "pobj" and sentence.lowers[head] in _WHERE:
                found.add(identity.country)
        return found

    def _counterpart(self, draft: Draft, identity: Identity) -> Identity:
        """Read "his Russian counterpart": the office of whom "his" means, in the country that the words name."""
        owner = self.history.at.get((draft.sentence, draft.first))
        office = owner.identity.office if owner is not None else None
        if owner is None or office is None or identity.country is None:
            return identity
        sectors = owner.identity.sectors
        described = msgspec.structs.replace(
            identity, kind="office", office=office, sectors=sectors, human=True, plural=False, noun=office
        )
        return self.placed(described, identity.country, "counterpart")

    def _sides(self, draft: Draft, identity: Identity) -> Identity:
        """Read "the two sides" as the pair last named together, else as the article's two foremost countries."""
        for index in range(draft.sentence, max(-1, draft.sentence - 4), -1):
            pairs = [pair for (at, _), pair in self.history.pairs.items() if at == index and pair.noun == "pair"]
            if pairs:
                return msgspec.structs.replace(pairs[-1], rule="two-sides", open=False)
        pair = self._foremost_pair()
        if pair is None:
            return identity
        names = self.lookup.register.country_names
        return msgspec.structs.replace(
            identity, name=" and ".join(names[code] for code in pair), entity="+".join(pair), open=False
        )

    def _mention(self, draft: Draft, sentence: Sentence) -> Mention:
        """Make the public record of a draft."""
        identity = draft.identity
        span = span_of(draft, sentence)
        text = self.text[span[0] : span[1]]
        if identity is None:
            human = True if draft.pronoun not in ("it", "its", "itself", "which", "that") else None
            party = Party(text=text, span=span)
            return Mention(party, draft.head, draft.first, draft.last, "pronoun", "pronoun-open", None, human)
        return Mention(
            party_of(identity, text, span),
            draft.head,
            draft.first,
            draft.last,
            identity.kind,
            identity.rule,
            identity.entity,
            identity.human,
        )


def is_definite(draft: Draft) -> bool:
    """Tell whether a phrase is only an article and its noun ("the countries")."""
    return draft.determiner in ("the", "these", "both") and draft.head == draft.first + 1


def is_kept(draft: Draft) -> bool:
    """Tell whether a draft names somebody: not a title-case word of a headline, nor "which" after a thing."""
    if draft.identity is None:
        return draft.pronoun not in ("which", "that")
    return not draft.weak or draft.identity.rule in ("surname-carried-back", "surname-of-principal")


def party_of(identity: Identity, text: str, span: tuple[int, int]) -> Party:
    """Make the public record of an identity at a mention; the code is the country and the first sector."""
    country, sectors = identity.country, identity.sectors
    return Party(
        text=text,
        span=span,
        name=identity.name,
        country=country,
        sectors=sectors,
        office=identity.office,
        code=(country + sectors[0] if sectors else country) if country else None,
    )


def is_introduction(identity: Identity) -> bool:
    """Tell whether a name says enough to be taken up later: a known person, a full name, or one with a title."""
    if not (identity.entity or "").startswith("name:"):
        return True
    return len(identity.words) > 1 or identity.rule != "unknown-name"


def _is_titled_surname(identity: Identity) -> bool:
    return len(identity.words) == 1 and (identity.entity or "").startswith("name:") and identity.rule != "unknown-name"


def _short_forms(identity: Identity, register: Register) -> set[str]:
    """Return the folded short forms of a name: its surname, of two words too, and the first word where that is it."""
    words = identity.words
    spells = register.persons.get(identity.entity or "")
    if spells is not None:
        return {*surnames(spells[0].person, spells[0].aliases), words[-1]}
    if len(words) == 1:
        return {words[0]}
    forms = {words[-1], " ".join(words[-2:])}
    if identity.country in FAMILY_FIRST:
        forms.add(words[0])
    return forms


def join_appositions(sentence: Sentence, drafts: list[Draft]) -> None:
    """Join names and offices that explain each other, by apposition or by "is"."""
    if "appos" not in sentence.deps and "attr" not in sentence.deps:
        return
    by_head = {draft.head: draft for draft in drafts}
    for draft in drafts:
        dep, head = sentence.deps[draft.head], sentence.heads[draft.head]
        if dep == "appos":
            outer = by_head.get(head)
            if outer is not None:
                _join(outer, draft)
        elif dep == "attr" and sentence.lemmas[head] == "be":
            for child in sentence.children[head]:
                if sentence.deps[child] == "nsubj" and child in by_head:
                    _join(by_head[child], draft)


def _join(first: Draft, second: Draft) -> None:
    """Let two mentions of one party fill each other in."""
    a, b = first.identity, second.identity
    if a is None or b is None or first.pronoun or second.pronoun or a.plural or b.plural:
        return
    if a.kind == "name" and b.kind in ("office", "common"):
        name, role = first, second
    elif b.kind == "name" and a.kind in ("office", "common"):
        name, role = second, first
    else:
        return
    n, r = name.identity, role.identity
    if n is None or r is None or (n.country and r.country and n.country != r.country):
        return
    if r.human is not True and n.human is True:
        return
    if (n.entity or "").startswith("name:") or (n.sectors in (("ELI",), ()) and r.office):
        n = msgspec.structs.replace(
            n, country=n.country or r.country, sectors=r.sectors or n.sectors, office=r.office or n.office,
            human=r.human, gender=n.gender or r.gender, noun=r.noun, rule="apposition",
            open=not (n.country or r.country) and r.open,
        )  # fmt: skip
        name.identity = n
    role.identity = msgspec.structs.replace(
        r, name=n.name, country=n.country or r.country, sectors=n.sectors or r.sectors, office=n.office or r.office,
        entity=n.entity, gender=n.gender or r.gender, words=n.words, rule="apposition", open=False,
    )  # fmt: skip


_HEADS = frozenset({"president", "prime minister", "king", "emir", "supreme leader", "chancellor", "leader", "sultan"})
_ENVOYS = frozenset({"foreign minister", "ambassador", "envoy", "special envoy", "ambassador to the un"})


def takes_up(identity: Identity, earlier: Identity) -> bool:
    """Tell whether a definite description can mean an earlier mention: the same noun, office or kind of body."""
    noun = identity.noun
    if noun in modifiers()["alliance"] or noun in ("group", "movement", "militia", "company", "firm"):
        return _is_body(noun, earlier)
    same = noun == earlier.noun or earlier.noun.endswith(f" {noun}")
    if identity.plural and identity.kind == "common" and identity.human:
        return same and earlier.plural and earlier.country is not None
    if identity.human:
        if earlier.human is not True or earlier.plural:
            return False
        office = earlier.office or ""
        if same or office == noun or office.endswith(f" {noun}") or (office and office == identity.office):
            return True
        return (noun == "leader" and office in _HEADS) or (noun.endswith("diplomat") and office in _ENVOYS)
    if identity.kind == "organisation" and earlier.human is False and earlier.country is not None:
        return (same and earlier.kind == "organisation") or (earlier.name or "").lower().endswith(f" {noun}")
    return False


def _is_body(noun: str, earlier: Identity) -> bool:
    if earlier.kind == "group":
        return noun in ("group", "movement", "militia", "organisation", "organization") and not earlier.plural
    if earlier.kind != "organisation" or earlier.plural:
        return False
    if noun in ("company", "firm"):
        return (earlier.entity or "").startswith("firm:")
    codes = modifiers()["alliance"].get(noun, "").split("|")
    return earlier.country in codes or noun in (earlier.name or "").lower().split()
