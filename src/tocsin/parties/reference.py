"""Who is who through an article: names, descriptions and pronouns tied to the parties that they were introduced as.

Algorithm: (1) every sentence gives its mentions as their words alone read (mentions.py); (2) appositions and "X is the
spokesman" join a name to an office; (3) short names take their full form, from before or, in a headline, from after;
(4) in text order, descriptions ("the minister", "the alliance", "the two sides", "his Russian counterpart") and
pronouns are tied to what was mentioned before them; (5) a description without a country takes it from its possessor,
from the place in its sentence, or from the one country that the article is about. What stays open stays text.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tocsin.parties.descriptions import Scene
from tocsin.parties.mentions import Draft, find_drafts
from tocsin.parties.offices import FAMILY_FIRST, PARTICLES, surnames
from tocsin.parties.phrase import Lookup
from tocsin.parties.places.towns import find_town
from tocsin.parties.pronouns import resolve_pronoun
from tocsin.parties.pronouns.history import History
from tocsin.parties.resolution import MANY, PRINCIPAL, Identity, Person, Title, known_person
from tocsin.parties.tables import Register, modifiers
from tocsin.parties.words import FOLDS, POSSESSIVES, fold_words, initials, key_of
from tocsin.records import Mention, Party, Reading, Sentence
from tocsin.text import contains

_FOUND = frozenset({"surname-carried-back", "surname-of-principal", "town-of-state", "name-shortened"})
_BODIES = frozenset({"organisation", "group", "metonym", "common", "name"})
_SMALL = frozenset({"of", "for", "and", "the", "in", "de", "-", "&"})  # words within the name of a body
_COMMON = 3  # persons from whom on a surname is a common one
_WHERE = frozenset({"in", "at", "near", "across", "outside", "inside", "from"})


class Story:
    """The state of one article's reading: its drafts, its names, its countries, and the history of mentions."""

    def __init__(self, reading: Reading, lookup: Lookup) -> None:
        self.reading = reading
        self.lookup = lookup
        self.text = reading.article.text
        self.drafts = [find_drafts(sentence, lookup) for sentence in reading.sentences]
        written = _abbreviations(reading, self.drafts, lookup)
        for sentence in reading.sentences if written else ():
            if not written.keys().isdisjoint(sentence.words):
                self.drafts[sentence.index] = find_drafts(sentence, lookup, written)
        self._drop_days()
        self.history = History(reading.sentences, reading.quotes)
        self.names: dict[str, list[tuple[int, Identity]]] = {}
        self.bodies: dict[str, list[Identity]] = {}
        self.scene = Scene(lookup, self.history, self.drafts, reading.article)

    def _drop_days(self) -> None:
        """Take out what is all of it a day or month, however much it reads as a name ("on 1 May", "until March")."""
        for time in self.reading.times:
            for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True):
                if drafts and contains(sentence.span, time.span):
                    drafts[:] = [draft for draft in drafts if not contains(time.span, span_of(draft, sentence))]

    def run(self) -> tuple[Mapping[int, Mention], ...]:
        """Resolve everything and return the mentions of each sentence by head token."""
        for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True):
            join_appositions(sentence, drafts, short=False)
        self._index_names()
        self.scene.count_countries()
        self._doubt_abbreviations()
        for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True):
            for draft in drafts:
                if draft.identity is not None and draft.identity.kind == "name":
                    self._lengthen(draft, sentence)
        self.scene.count_countries()
        for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True):
            if not self.bodies.keys().isdisjoint(sentence.lowers):
                self._add_bodies(sentence, drafts)
            join_appositions(sentence, drafts, short=True)
            self.history.ahead = {draft.head: draft for draft in drafts}
            for draft in drafts:
                self._refer(draft, sentence)
        return tuple(
            [
                {draft.head: self._mention(draft, sentence) for draft in drafts if is_kept(draft)}
                for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True)
            ]
        )

    def _doubt_abbreviations(self) -> None:
        """Leave an abbreviation open that few know by itself where nothing else is of its country ("PAP" is Polish)."""
        doubted: dict[str, list[Draft]] = {}
        for sentence, drafts in zip(self.reading.sentences, self.drafts, strict=True):
            for draft in drafts:
                identity = draft.identity
                if identity is None or identity.kind != "metonym" or identity.rule != "metonym" or not identity.country:
                    continue
                word = sentence.words[draft.last]
                senses = self.lookup.register.senses.get(FOLDS[word], ()) if len(word) < 5 and word.isupper() else ()
                if senses and senses[0].grade == "weak":
                    doubted.setdefault(identity.country, []).append(draft)
        for country, drafts in doubted.items():
            if self.scene.countries[country] > len(drafts) or country in (self.scene.home, self.scene.press):
                continue
            for draft in drafts:
                word = self.reading.sentences[draft.sentence].words[draft.last]
                key = FOLDS[word]
                draft.identity = Identity(
                    kind="name", rule="unknown-name", name=word, entity=f"name:{key}", words=(key,), human=False
                )

    def _index_names(self) -> None:
        """Keep every full or titled name under the short forms that later text may use."""
        for drafts in self.drafts:
            for draft in drafts:
                identity = draft.identity
                if identity is None:
                    continue
                if identity.kind in ("organisation", "group", "metonym") and " " in (identity.name or ""):
                    self.bodies.setdefault(fold_words(identity.name or "")[-1], []).append(identity)
                if not identity.words or identity.kind not in ("name", "office"):
                    continue
                if not is_introduction(identity):
                    continue
                for key in _short_forms(identity, self.lookup.register):
                    self.names.setdefault(key, []).append((draft.sentence, identity))

    def _lengthen(self, draft: Draft, sentence: Sentence) -> None:
        """Give a short name the person or place that the article or, failing that, the tables know by it."""
        identity = draft.identity
        if identity is None or (is_introduction(identity) and not _is_titled_surname(identity)):
            if identity is not None and identity.rule == "unknown-name" and not identity.human:
                longer = self._longer(identity)
                draft.identity = longer or self._place(identity, area=draft.determiner == "the") or identity
            return
        key = " ".join(identity.words)
        found = [pair for pair in self.names.get(key, ()) if pair[1].entity != identity.entity]
        sex = identity.gender or modifiers()["honorific"].get(draft.determiner)
        if sex:
            found = [pair for pair in found if pair[1].gender in (None, sex)]
        full = [pair for pair in found if len(pair[1].words) > len(identity.words) or pair[1].rule != "unknown-name"]
        before = [pair for pair in full if pair[0] <= draft.sentence]
        chosen = before[-1][1] if before else full[0][1] if full else None
        if chosen is not None:
            office = chosen.office or identity.office
            draft.identity = msgspec.structs.replace(chosen, rule="surname-carried-back", office=office, kind="name")
        elif key in self.bodies and draft.determiner == "the":
            draft.identity = msgspec.structs.replace(self.bodies[key][0], rule="name-shortened")
        elif (shared := self._shared_title(draft, identity, sentence)) is not None:
            draft.identity = shared
        elif not _is_titled_surname(identity):
            head = sentence.heads[draft.head]
            where = sentence.deps[draft.head] == "pobj" and sentence.lowers[head] in _WHERE
            if where:
                draft.identity = self._place(identity, where) or self._principal(identity, sex=sex) or identity
            else:
                town = self._place(identity, area=draft.determiner == "the", inner=draft.modifier)
                draft.identity = self._principal(identity, draft.weak or draft.first == 0, sex) or town or identity

    def _shared_title(self, draft: Draft, identity: Identity, sentence: Sentence) -> Identity | None:
        """Give the second of two names the plural title that stands before the first ("Senators X and Y")."""
        if sentence.deps[draft.head] != "conj":
            return None
        first = next((other for other in self.drafts[draft.sentence] if other.head == sentence.heads[draft.head]), None)
        titled = first.identity if first is not None else None
        if first is None or titled is None or titled.kind != "name" or not titled.office or first.last == first.first:
            return None
        senses = self.lookup.register.senses
        roles = [
            sense
            for end in range(first.last, first.first, -1)
            for sense in senses.get(key_of(sentence.words[first.first : end]), ())
            if sense.kind == "role" and sense.plural and sense.office == titled.office
        ]
        if not roles:
            return None
        title = Title(titled.office, titled.sectors, titled.country if roles[0].country else None)
        person = self.lookup.person(identity.words[-1], title)
        if person is not None and person.rule != "title-before-name":
            return known_person(person, identity.words)
        country = title.country
        return msgspec.structs.replace(
            identity, office=titled.office, sectors=titled.sectors, country=country, human=True, rule="shared-head"
        )

    def _longer(self, identity: Identity) -> Identity | None:
        """Find the thing or body whose whole name the text gave before ("the Harlow Bay" for "the USS Harlow Bay")."""
        for _, known in self.names.get(" ".join(identity.words), ()):
            if known.human is False and len(known.words) > len(identity.words):
                return msgspec.structs.replace(known, rule="name-shortened")
        return None

    def _principal(self, identity: Identity, headline: bool = False, sex: str | None = None) -> Identity | None:
        """Find the principal whom a bare surname means; a first name, or a word at a place of capitals, is none."""
        key = " ".join(identity.words)
        if key in self.lookup.register.given_names or (headline and key in modifiers()["wordlike"]):
            return None
        person = self.lookup.person(key, Title()) or self._of_countries(key)
        if person is None or person.country is None or (sex and person.sex not in (None, sex)):
            return None
        if key in self.lookup.register.own_spells:
            return msgspec.structs.replace(known_person(person, identity.words), rule="surname-of-principal")
        current = person.rule in ("office-at-date", "office-without-date")
        known = person.rank < MANY and person.country in self.scene.countries
        rare = len({spell.person for spell in self.lookup.register.spells_of(key)}) < _COMMON
        if (current and person.rank <= PRINCIPAL and rare) or known:
            return msgspec.structs.replace(known_person(person, identity.words), rule="surname-of-principal")
        return None

    def _place(
        self, identity: Identity, where: bool = False, area: bool = False, inner: bool = False
    ) -> Identity | None:
        """Find the town or region that a name means, first in a country of the article; `area` admits regions only.

        An `inner` name stands inside a phrase that names nobody: only a town of the article's countries counts there.
        """
        name = identity.name or ""
        if not where and (len(name) < 4 or is_somebodys(identity.words, self.lookup.register)):
            return None
        found = find_town(name, self.scene.countries, area=area)
        if found is None or (inner and found not in self.scene.countries):
            return None
        return Identity(
            kind="place", rule="town-of-state", name=identity.name, country=found, entity=f"place:{identity.name}",
            human=False, gender="n",
        )  # fmt: skip

    def _of_countries(self, key: str) -> Person | None:
        """Choose among bearers of a surname by the countries that the article names."""
        for country, _ in self.scene.countries.most_common(4):
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
        draft.identity = self.scene.describe(draft, identity, sentence)
        if draft.identity is not identity and draft.identity.country and "appos" in sentence.deps:
            self._explain(draft, sentence)
        self.history.add(draft, draft.identity)
        if sentence.deps[draft.head] == "conj":
            self.history.pair(draft)

    def _explain(self, draft: Draft, sentence: Sentence) -> None:
        """Give an unknown name what its description was found to be just now ("his counterpart, X", "its head, X")."""
        for other in self.drafts[sentence.index]:
            if sentence.deps[other.head] == "appos" and sentence.heads[other.head] == draft.head:
                _join(draft, other, short=True)
                if other.identity is not None and other.identity.country and other.identity.entity:
                    self.scene.placed[other.identity.entity] = other.identity.country

    def _add_bodies(self, sentence: Sentence, drafts: list[Draft]) -> None:
        """Add a mention for each common noun that ends the name of a body of the article ("the bureau")."""
        heads = {draft.head for draft in drafts}
        bodies = self.bodies
        for token, lower in enumerate(sentence.lowers):
            if lower not in bodies or token in heads or sentence.tags[token] not in ("NN", "NNP") or not token:
                continue
            if sentence.lowers[token - 1] == "the" and sentence.deps[token] != "compound":
                identity = msgspec.structs.replace(bodies[lower][0], rule="name-shortened")
                drafts.append(Draft(sentence.index, token, token - 1, token, identity, "", False, "the"))
        drafts.sort(key=lambda draft: draft.head)

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
            tuple([party_of(part, text, span) for part in identity.parts]) if identity.parts else (),
        )


def _abbreviations(
    reading: Reading, drafts: list[list[Draft]], lookup: Lookup
) -> dict[str, tuple[tuple[str, ...], Identity]]:
    """Return the abbreviations that an article explains: "X Y (XY)", or a full name of these initials without them."""
    named: dict[str, tuple[tuple[str, ...], Identity]] = {}
    explained: dict[str, tuple[tuple[str, ...], Identity]] = {}
    for sentence in reading.sentences:
        words = sentence.words
        for draft in drafts[sentence.index]:
            identity = draft.identity
            if identity is None or draft.last == draft.first or identity.kind not in _BODIES:
                continue
            full = words[_start_of_name(words, draft) : draft.last + 1]
            letters = initials(full)
            if len(full) < 2 or not full[0][0].isupper() or not full[-1][0].isupper():
                continue
            if any(sense.kind == "adjective" for sense in lookup.register.senses.get(FOLDS[full[0]], ())):
                continue
            after = words[draft.last + 1 : draft.last + 4]
            short = after[1] if len(after) == 3 and after[0] == "(" and after[2] == ")" else ""
            if short.isupper() and short.isalpha() and 1 < len(short) < 9 and sorted(letters) == sorted(short):
                known = lookup.identify((short,)) if len(short) > 3 else None
                if known is not None and known.kind in ("organisation", "group") and _is_made_up(identity, known):
                    draft.identity = known
                else:
                    explained[short] = full, identity
            elif len(letters) > 2 and letters not in named:
                named[letters] = full, identity
    found = {**named, **explained}
    for short in list(found):
        known = lookup.identify((short,))
        # What the tables know by the short name is the same party, or nobody that they know has these initials.
        if known is not None and known.entity == found[short][1].entity:
            del found[short]
    return found


def _start_of_name(words: tuple[str, ...], draft: Draft) -> int:
    """Return where the capitalised name that ends a mention begins ("Party" in "Brannic's ruling Party of Velm")."""
    start = draft.last
    while start > draft.first and (words[start - 1][0].isupper() or words[start - 1] in _SMALL):
        start -= 1
    while start < draft.last and words[start].lower() in _SMALL:
        start += 1
    return start


def _is_made_up(identity: Identity, known: Identity) -> bool:
    """Tell whether a full name was only composed from its words, so that the tables know more by its abbreviation."""
    composed = (identity.entity or "").startswith("name:") or identity.rule in ("office+organisation", "common-noun")
    return composed and identity.country in (None, "UN", "EU", known.country)


def span_of(draft: Draft, sentence: Sentence) -> tuple[int, int]:
    """Return the code point span of a draft, without a possessive mark at its end."""
    last = draft.last
    while last > draft.head and sentence.words[last] in POSSESSIVES:
        last -= 1
    return sentence.starts[draft.first], sentence.ends[last]


def is_kept(draft: Draft) -> bool:
    """Tell whether a draft names somebody: not a title-case word of a headline, nor "which" after a thing."""
    if draft.identity is None:
        return draft.pronoun not in ("which", "that") and not draft.weak
    return not draft.weak or draft.identity.rule in _FOUND


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


def is_somebodys(words: tuple[str, ...], register: Register) -> bool:
    """Tell whether a single word is the surname of somebody in the tables or a common first name."""
    return len(words) == 1 and (words[0] in register.names or words[0] in register.given_names)


def is_introduction(identity: Identity) -> bool:
    """Tell whether a name says enough to be taken up later: a known person, a full name, or one with a title."""
    if not (identity.entity or "").startswith("name:"):
        return True
    short = len(identity.words) == 2 and identity.words[0] in PARTICLES  # "De Mel"
    return (len(identity.words) > 1 and not short) or identity.rule != "unknown-name"


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


def join_appositions(sentence: Sentence, drafts: list[Draft], *, short: bool) -> None:
    """Join names and offices that explain each other, by apposition or by "is"; `short` admits bare surnames."""
    deps = sentence.deps
    if "appos" not in deps and "attr" not in deps:
        return
    explaining = [draft for draft in drafts if deps[draft.head] in ("appos", "attr")]
    by_head = {draft.head: draft for draft in drafts} if explaining else {}
    for draft in explaining:
        dep, head = deps[draft.head], sentence.heads[draft.head]
        if dep == "appos":
            outer = by_head.get(head)
            if outer is not None and outer.identity is not None and outer.identity.human is False:
                # The parser hangs the name on the office's complement ("the head of the League, X").
                above = by_head.get(sentence.heads[sentence.heads[head]])
                outer = above if above is not None and sentence.lowers[sentence.heads[head]] == "of" else outer
            if outer is not None:
                _join(outer, draft, short)
        elif dep == "attr" and sentence.lemmas[head] == "be":
            for child in sentence.children[head]:
                if deps[child] == "nsubj" and child in by_head:
                    _join(by_head[child], draft, short)


def _join(first: Draft, second: Draft, short: bool) -> None:
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
    if not short and n is not None and not is_introduction(n):
        return
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
        entity=n.entity, gender=n.gender or r.gender, words=n.words, rule="apposition",
        open=r.open and not (n.country or r.country),
    )  # fmt: skip
