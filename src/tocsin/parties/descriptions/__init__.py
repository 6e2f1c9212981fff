"""What a description means in its article: "the minister", "its army", "the alliance", "the two sides".

Algorithm: a definite description is first tied to the earlier mentions that its noun fits; the one mentioned oftenest
and last, subjects before others, is meant. One that nothing fits takes its country from its possessor, from whoever
sends it ("has troops"), from the place that its sentence names, or from the one country that most of the article's
mentions name; people who may come from anywhere, and phrases with "any" or "no", stay open.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from tocsin.parties.descriptions.around import Surroundings
from tocsin.parties.descriptions.links import (
    DEFINITE,
    are_several,
    can_take_up,
    is_definite,
    is_linkable,
    is_of_body,
    is_other_holder,
    is_pointing,
    takes_up,
    without_holder,
)
from tocsin.parties.mentions import Draft
from tocsin.parties.offices import is_single
from tocsin.parties.phrase import Lookup
from tocsin.parties.places.towns import find_town
from tocsin.parties.pronouns import OWNING
from tocsin.parties.pronouns.clauses import subject_of, verb_of
from tocsin.parties.pronouns.history import Entry, History
from tocsin.parties.resolution import Identity
from tocsin.parties.strings import read_string
from tocsin.parties.tables import modifiers
from tocsin.parties.words import fold_words, tokenise
from tocsin.records import Article, Sentence

_LOCAL = frozenset(
    {"UAF", "PRM", "COP", "OPP", "CVL", "LEG", "MED", "JUD", "REF", "LAB", "AGR", "GOV", "MIL", "REB", "PTY"}
)
_VAGUE = frozenset({"such", "any", "no", "another", "every", "each", "other"})
_OURS = frozenset({"our", "my", "your"})
_INTO = frozenset({"in", "to", "into", "from", "inside"})  # where one may be that is of another country
_ARTICLES = frozenset({"a", "an", "some", "several", "one", "two", "three", "four", "five", "many", "few"})
# By these a government is told from the one that was named before.
_PASSING = frozenset({"interim", "transitional", "caretaker", "provisional", "new", "next", "previous", "elected"})
_LEADERS = frozenset({"president", "vice president", "prime minister", "foreign minister", "defence minister", "king"})
_ABROAD = frozenset(
    {
        "official", "diplomat", "envoy", "ambassador", "adviser", "leader", "spokesman", "analyst", "expert",
        "negotiator", "secretary", "minister",
    }
)  # fmt: skip
# Bodies whose officials are of the article's own country where nothing else says whose they are.
_SERVED = frozenset(
    {"ministry", "police", "army", "military", "parliament", "government", "hospital", "court", "palace"}
)
_ENOUGH = 4  # country mentions from which an article can be about one country
_SHARED = frozenset({"CVL", "OPP"})  # those whom an article on two countries calls so in either
_RIVAL = 0.4  # mentions of a second country, for one of the first, up to which an article is about one
_PAIR_SHARE = 0.8  # part of all country mentions that two states must share to be "the two sides"
_LANDS = frozenset({"state", "place"})
_DECAY = 0.8  # weight that an earlier mention loses with each sentence
_FIGHTING = frozenset({"REB", "UAF", "PRM"})
_HIRED = frozenset({"mercenary", "foreign fighter", "volunteer"})  # where they come from is not where they fight
_NATIONAL = frozenset({"office+country", "country-of-complement"})
_SERVANTS = frozenset({"spokesman", "adviser"})
_EVEN = 0.5  # weight of a second leader, for one of the first, from which on either may be meant
_OFTENER = 1.5  # how much oftener one of two leaders must be named to be meant
_REACH = 12  # sentences back that a description may refer to
_SHARE = 0.6  # part of all country mentions that makes a country the one that an article is about


class Scene:
    """What an article has shown so far: its drafts, the history of its mentions, and how often it names countries."""

    def __init__(self, lookup: Lookup, history: History, drafts: list[list[Draft]], article: Article) -> None:
        self.lookup = lookup
        self.history = history
        self.drafts = drafts
        self.around = Surroundings(history, drafts)
        self.home = _home(article.dateline, lookup)
        publisher = read_string(article.outlet, lookup) if article.outlet else None
        self.press = publisher.country if publisher is not None else None
        # A ministry, or a station that bears its country's name, speaks of its own; a foreign newspaper does not.
        self.official = publisher is not None and ("GOV" in publisher.sectors or publisher.rule in _NATIONAL)
        self.countries: Counter[str] = Counter()
        self.fighting: Counter[str] = Counter()
        self.placed: dict[str, str] = {}

    def count_countries(self) -> None:
        """Count the states that the article's mentions belong to."""
        known = self.lookup.register.country_names
        named = [
            draft.identity
            for drafts in self.drafts
            for draft in drafts
            if draft.identity is not None and draft.identity.country in known
        ]
        self.countries = Counter([one.country for one in named if one.country])
        # Rebels and gunmen belong where the article says so of any of them, not to the country that it is mostly about.
        self.fighting = Counter(
            [
                one.country
                for one in named
                if one.country and _FIGHTING.intersection(one.sectors[:1]) and one.noun not in _HIRED
            ]
        )

    def describe(self, draft: Draft, identity: Identity, sentence: Sentence) -> Identity:
        """Resolve a description as far as the article allows; what stays open is returned as it is."""
        if identity.noun == "counterpart":
            return self._counterpart(draft, identity)
        if is_other_holder(draft, identity, sentence):
            identity = without_holder(identity)
        if identity.noun == "sides" or (identity.open and identity.kind == "state" and is_definite(draft, identity)):
            return self._sides(identity, draft)
        return self._describe(draft, identity, sentence) if identity.open else identity

    def _describe(self, draft: Draft, identity: Identity, sentence: Sentence) -> Identity:
        """Read a description whose country its words do not tell."""
        announcing = self.around.announcing(draft, identity, sentence)
        if announcing is not None:
            return self._placed(identity, announcing, "country-of-clause")
        several = are_several(draft, identity, sentence)
        if several and identity.kind == "organisation":
            return identity
        if is_linkable(draft, identity) and not identity.words and not several:
            found = self._same_party(draft, identity)
            apart = found is not None and self._is_told_apart(draft, found, sentence)
            if found is not None and not apart and not self._is_elsewhere(draft, found, sentence):
                return found
        if identity.words and identity.entity in self.placed:
            return msgspec.structs.replace(identity, country=self.placed[identity.entity], open=False)
        country, rule = self._country_for(draft, identity, sentence)
        if country is None:
            return identity
        if not identity.sectors and rule == "country-of-possessor":
            owner = self.around.owner(draft, sentence)
            sectors = owner.identity.sectors if owner is not None else ()
            identity = msgspec.structs.replace(identity, sectors=sectors)
        if identity.words:
            if identity.entity:
                self.placed[identity.entity] = country
            return msgspec.structs.replace(identity, country=country, rule=rule, open=False)
        return self._placed(identity, country, rule)

    def _is_elsewhere(self, draft: Draft, found: Identity, sentence: Sentence) -> bool:
        """Tell whether people without an article are in another country than those before ("Police in Tunis said")."""
        if draft.determiner in DEFINITE or found.country is None:
            return False
        spots = self.around.spots(sentence, draft.head)
        return len(spots) == 1 and found.country not in spots

    def _is_told_apart(self, draft: Draft, found: Identity, sentence: Sentence) -> bool:
        """Tell whether a phrase says itself that it is another's ("officials from that country")."""
        if self.around.origin(draft, sentence) is not None or self.around.is_of_other(draft, sentence):
            return True
        owned = any(sentence.deps[i] == "poss" and sentence.tags[i][:1] == "N" for i in sentence.children[draft.head])
        owner = self.around.owner(draft, sentence) if owned else None
        return owned and (owner is None or owner.identity.country != found.country)

    def _placed(self, identity: Identity, country: str, rule: str) -> Identity:
        """Give an open description a country, and with it its holder at the date where it is a single-holder office."""
        register = self.lookup.register
        single = identity.office is not None and is_single(identity.office)
        if (
            identity.office
            and single
            and not (identity.plural or identity.other)
            and self.lookup.date
            and identity.kind == "office"
        ):
            spells = {spell.person: spell for spell in register.holders(country, identity.office, self.lookup.date)}
            if len(spells) == 1:
                spell = next(iter(spells.values()))
                return msgspec.structs.replace(
                    identity, name=spell.person, country=country, sectors=spell.sectors, office=spell.office, rule=rule,
                    entity=spell.person, gender=spell.sex, words=tuple(fold_words(spell.person)), open=False,
                )  # fmt: skip
        place = register.name_of(country)
        named = identity.kind in ("office", "organisation")
        what = identity.office or identity.noun
        government = identity.kind == "organisation" and identity.noun == "government"
        return msgspec.structs.replace(
            identity,
            name=place.removeprefix("the ")
            if identity.kind == "state"
            else f"{identity.noun} of {place}"
            if named
            else identity.name,
            country=country,
            rule=rule,
            entity=country if government or identity.kind == "state" else f"{country}:{what}",
            open=False,
        )

    def _same_party(self, draft: Draft, identity: Identity) -> Identity | None:
        """Find the earlier mention that a definite description takes up again."""
        if not can_take_up(identity):
            return None
        if identity.sectors[:1] and identity.sectors[0] in _FIGHTING and identity.noun.endswith(" group"):
            identity = msgspec.structs.replace(identity, noun="group")  # "the jihadi group"
        # Most mentions before a person or people are ruled out here, without a call.
        personal, plural = bool(identity.human) and not is_of_body(identity.noun), identity.plural
        # "The administration" is none that the text calls a government or regime.
        words = self.history.sentences[draft.sentence].lowers[draft.first : draft.head + 1]
        called = words[-1] if words[-1] == "administration" else ""
        regime = words[-1] in ("regime", "junta")
        called = next((word for word in words if word in _PASSING), called)
        best: Identity | None = None
        weights: dict[str, float] = {}
        known: dict[str, Identity] = {}
        for index in range(draft.sentence, max(-1, draft.sentence - _REACH), -1):
            for entry in self.history.entries[index]:
                earlier = entry.identity
                if personal and (earlier.plural != plural or not (plural or earlier.human)):
                    continue
                if regime and entry.speaks and index == draft.sentence:
                    continue  # who speaks of "the regime" is none
                if takes_up(identity, earlier) and (not called or self._is_called(entry, called)):
                    near = _DECAY ** (draft.sentence - index)
                    key = entry.identity.entity or f"{entry.sentence}.{entry.token}"
                    weights[key] = weights.get(key, 0.0) + near * (1 + entry.subject + entry.root)
                    known[key] = earlier
                    if best is None or weights[key] >= max(weights.values()):
                        best = earlier
        if best is not None and identity.office in _LEADERS and not plural:
            best = self._foremost(draft, weights, known)
        if best is None:
            return None
        rule = "definite-description" if not identity.plural or best.entity else "same-noun"
        return msgspec.structs.replace(best, kind=identity.kind, rule=rule, noun=best.noun or identity.noun, open=False)

    def _foremost(self, draft: Draft, weights: dict[str, float], known: dict[str, Identity]) -> Identity | None:
        """Choose the leader who weighs most, of two states' that weigh about the same who is named oftener, or nobody.

        Whom the same clause names beside the description is not the one ("the president would not meet X").
        """
        s = self.history.sentences[draft.sentence]
        verb = verb_of(s, draft.head)
        beside = {
            other.identity.entity
            for other in self.drafts[draft.sentence]
            if other.identity is not None
            and other.identity.kind == "name"
            and not other.modifier
            and (verb_of(s, other.head) == verb or subject_of(s, verb_of(s, other.head)) == draft.head)
        }
        left = {key: weight for key, weight in weights.items() if key not in beside}
        if not left:
            return None
        even = [key for key, weight in left.items() if weight >= _EVEN * max(left.values())]
        if len({known[key].country for key in even}) < 2:
            return known[max(even, key=lambda key: left[key])]
        named = Counter([other.identity.entity for drafts in self.drafts for other in drafts if other.identity])
        most, second = sorted(even, key=lambda key: -named[key])[:2]
        return known[most] if named[most] >= _OFTENER * named[second] else None

    def _is_called(self, entry: Entry, word: str) -> bool:
        return word in self.history.sentences[entry.sentence].lowers[entry.draft.first : entry.token + 1]

    def _country_for(self, draft: Draft, identity: Identity, sentence: Sentence) -> tuple[str | None, str]:
        """Find the country of an open description: from its phrase and clause, else from its sentence and article."""
        if identity.noun in modifiers()["relation"]:
            return self._neighbour(draft, identity)
        origin = self.around.origin(draft, sentence)
        if origin is not None:
            return self._state_before(origin, sentence) if is_pointing(origin) else None, "country-named-before"
        patron = self.around.patron(draft, sentence)
        if patron is not None:
            return patron, "country-of-person"
        owner = self.around.owner(draft, sentence)
        if owner is not None:
            return owner.identity.country, "country-of-possessor"
        if draft.determiner in OWNING or draft.determiner in _OURS:
            return None, ""
        if identity.kind == "office" and identity.office in _SERVANTS and not identity.plural:
            return self.around.master(draft, sentence)
        if self.around.is_from_elsewhere(draft, sentence):
            return None, ""
        abroad = identity.noun in _ABROAD or (identity.office or "") in _ABROAD
        if abroad and _SERVED.isdisjoint(sentence.lowers[draft.first : draft.last]):
            return None, ""
        if identity.sectors[:1] and identity.sectors[0] not in _LOCAL:
            return None, ""
        if identity.kind == "state" and (identity.plural or draft.determiner not in ("the", "this", "that")):
            return None, ""
        if identity.kind == "common" and not identity.sectors:
            return None, ""
        if identity.sectors[:1] == ("MIL",) and identity.noun not in modifiers()["standing"]:
            return self.around.sender(draft, sentence)
        if identity.kind == "name" and not _is_domestic(identity):
            return None, ""
        return self._country_around(draft, identity, sentence)

    def _country_around(self, draft: Draft, identity: Identity, sentence: Sentence) -> tuple[str | None, str]:
        """Take the country of the place in the sentence, of the dateline or publisher, or of the whole article."""
        sector = identity.sectors[0] if identity.sectors else ""
        anywhere = identity.noun.rsplit(" ", 1)[-1] in modifiers()["anywhere"]
        if identity.kind == "state":
            nearest = self._state_before(draft, sentence)
            if nearest is not None:
                return nearest, "country-named-before"
        negotiating = identity.noun == "party" and identity.plural  # "the parties met in Minsk"
        if (negotiating and draft.determiner == "all") or _is_predicate(draft, sentence, sector):
            return None, ""
        spots = self.around.spots(sentence, draft.head) if sector != "MIL" and not negotiating else set()
        if identity.kind == "name" and spots - {self.home}:
            return None, ""  # a minister abroad, or a foreign one at home
        if len(spots) == 1 and identity.kind != "name" and not (anywhere and sector in _FIGHTING):
            return spots.pop(), "country-of-place"
        if draft.determiner in _VAGUE or draft.determiner in _ARTICLES:
            return None, ""
        if sector in _FIGHTING:
            land = self._land_of_fighting()
            return land, "country-of-fighting" if land else ""
        if anywhere:
            return None, ""
        foremost = [code for code, _ in self.countries.most_common(2) if self._has_office(identity, code)]
        if self.home is not None and self.home in foremost:
            return self.home, "country-of-dateline"
        if self.press in foremost and self.press is not None and (self.official or _is_leader(draft, identity)):
            return self.press, "country-of-publisher"
        total = sum(self.countries.values())
        rival = self.countries.most_common(2)[-1][1] if sector in _SHARED and len(self.countries) > 1 else 0
        alone = rival <= _RIVAL * self.countries[foremost[0]] if foremost else False
        if total >= _ENOUGH and foremost and self.countries[foremost[0]] >= _SHARE * total and alone:
            return foremost[0], "country-of-article"
        return None, ""

    def _state_before(self, draft: Draft, sentence: Sentence) -> str | None:
        """Return the state that "the country" takes up: the last one named in its sentence, or who acts there alone."""
        names = self.lookup.register.country_names
        prep = sentence.heads[draft.head]
        visited = sentence.deps[draft.head] == "pobj" and sentence.lowers[prep] in _INTO
        subject = subject_of(sentence, verb_of(sentence, draft.head)) if visited else None
        for entry in reversed(self.history.entries[sentence.index]):
            own = subject in (entry.token, sentence.heads[entry.token])
            land = draft.determiner != "that" or entry.identity.kind in _LANDS
            if entry.token < draft.first and not own and land and entry.identity.country in names:
                return entry.identity.country
        if draft.determiner != "that" or not sentence.index:
            return None
        before = self.history.sentences[sentence.index - 1]
        named = [
            entry.identity.country
            for entry in self.history.entries[sentence.index - 1]
            if before.block == sentence.block and entry.identity.kind in _LANDS and not entry.speaks
        ]
        return named[-1] if named and named[-1] in names else None

    def _land_of_fighting(self) -> str | None:
        """Return the country of most of the rebels and gunmen whose phrase tells it, None where they are of several."""
        lands = self.fighting.most_common(1)
        return lands[0][0] if lands and lands[0][1] >= _SHARE * sum(self.fighting.values()) else None

    def _has_office(self, identity: Identity, country: str) -> bool:
        """Tell whether a country has a president, king, ... at all where a description speaks of one."""
        office = identity.office or ""
        return office not in _LEADERS or bool(self.lookup.register.spells_in(country, office))

    def _neighbour(self, draft: Draft, identity: Identity) -> tuple[str | None, str]:
        """Read "its neighbour" as the other of two states where the article is about no third."""
        owner = self.history.at.get((draft.sentence, draft.first)) if draft.determiner in OWNING else None
        pair = self._foremost_pair()
        if identity.plural or identity.noun not in ("neighbour", "neighbor") or owner is None or pair is None:
            return None, ""
        others = [code for code in pair if code != owner.identity.country]
        return (others[0], "neighbour-in-pair") if len(others) == 1 else (None, "")

    def _are_paired(self, pair: list[str]) -> bool:
        """Tell whether the text has named two states together before ("between X and Y")."""
        return any(set((found.entity or "").split("+")) == set(pair) for found in self.history.pairs.values())

    def _foremost_pair(self) -> list[str] | None:
        """Return the two states that the article is mostly about, or None."""
        foremost = self.countries.most_common(2)
        counts = [count for _, count in foremost]
        if len(foremost) < 2 or sum(counts) < _PAIR_SHARE * sum(self.countries.values()) or 2 * counts[1] < counts[0]:
            return None
        return [code for code, _ in foremost]

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
        return self._placed(described, identity.country, "counterpart")

    def _sides(self, identity: Identity, draft: Draft) -> Identity:
        """Read "the two sides" as the pair last named together, else as the article's two foremost countries."""
        for index in range(draft.sentence, max(-1, draft.sentence - 4), -1):
            pairs = [pair for (at, _), pair in self.history.pairs.items() if at == index and _is_dyad(pair)]
            if pairs:
                return msgspec.structs.replace(pairs[-1], rule="two-sides", open=False)
        pair = self._foremost_pair()
        if pair is None or not self._are_paired(pair):
            return identity
        names = self.lookup.register.country_names
        parts = [Identity(kind="state", rule="two-sides", name=names[code], country=code, entity=code) for code in pair]
        return msgspec.structs.replace(
            identity,
            name=" and ".join([names[code] for code in pair]),
            entity="+".join(pair),
            parts=tuple(parts),
            open=False,
        )


def _is_predicate(draft: Draft, sentence: Sentence, sector: str) -> bool:
    """Tell whether fighters are only what others are called ("regard X as a terrorist group")."""
    dep, head = sentence.deps[draft.head], sentence.heads[draft.head]
    called = dep in ("attr", "oprd") or (dep == "pobj" and sentence.lowers[head] == "as")
    return called and sector in _FIGHTING and draft.determiner in _ARTICLES


def _is_dyad(pair: Identity) -> bool:
    """Tell whether two parties named together can be the two sides of something."""
    return pair.noun == "pair" and len({part.country or part.entity for part in pair.parts}) == 2


def _home(dateline: str | None, lookup: Lookup) -> str | None:
    """Return the country of a dateline ("CAIRO, March 3 (Reuters)"), None where there is none or it is unknown."""
    place = (dateline or "").split(",")[0].split("(")[0].strip(" -–—")
    if not place:
        return None
    found = lookup.identify(tuple([word.capitalize() for word in tokenise(place)]))
    return found.country if found is not None and found.country else find_town(place)


def _is_leader(draft: Draft, identity: Identity) -> bool:
    """Tell whether a description is of an office that a paper names without its own country ("the president")."""
    if identity.kind == "office" and draft.determiner != "the":
        return False
    return identity.kind in ("office", "name") and not identity.plural and (identity.office or "") in _LEADERS


def _is_domestic(identity: Identity) -> bool:
    """Tell whether a title without a country is by custom one of the article's own country ("Energy Minister X")."""
    return (identity.office or "").endswith("minister") or identity.sectors[:1] in (("COP",), ("LEG",), ("JUD",))
