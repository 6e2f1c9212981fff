"""Finds the noun phrases of one parsed sentence that can name a party, and what their words alone say.

Algorithm: the sentence is cut into items (scan.py), so that names of several words stay whole whatever the parse does
with them. Every noun, and every word that the tables know in a noun's place, heads a phrase: from the leftmost of its
determiners, adjectives, compounds and possessives up to the end of its item. Phrases that name no party ("NATO air
strikes") leave their modifiers standing as mentions of their own ("NATO"). Names joined by "and" inside one phrase
("Russian and Ukrainian troops", and the parser's compound "Mali and Burkina Faso") each get a mention.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import msgspec

from tocsin.parties.phrase import OWNERS, PEOPLES, PLACES, Complement, Lookup
from tocsin.parties.resolution import Identity
from tocsin.parties.scan import Item, is_shouted, is_trapped, scan_known
from tocsin.parties.tables import modifiers
from tocsin.parties.words import FOLDS, HYPHENS, join_words
from tocsin.records import Sentence

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WDT"})
_REFERRING = frozenset(
    {
        "he", "him", "his", "himself", "she", "her", "hers", "herself", "they", "them", "their", "theirs", "themselves",
        "it", "its", "itself", "we", "us", "our", "ours", "ourselves", "i", "me", "my", "mine", "myself", "you", "your",
        "who", "whom", "which", "that",
    }
)  # fmt: skip
_LEFT = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "npadvmod", "advmod", "case"}
)
_INNER = frozenset(
    {"amod", "compound", "nmod", "nummod", "quantmod", "case", "det", "punct", "prep", "cc", "aux", "mark"}
)
_HEADS = frozenset(
    {
        "nsubj", "nsubjpass", "dobj", "pobj", "dative", "attr", "oprd", "appos", "conj", "poss", "ROOT", "npadvmod",
        "dep", "pcomp", "ccomp", "intj", "csubj", "agent", "meta", "xcomp", "acomp",
    }
)  # fmt: skip
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "attr", "appos"})
_JOINS = frozenset({"and", "or", "&", ",", "/"})
_STOPS = frozenset({".", "?", "!", '"', "”", "’", "'"})
_MADE_UP = frozenset({"unknown-name", "named-body"})  # what the rest of a body's name reads as by itself
_LABEL = 2  # words of which a speaker's label may consist
_OPENING = frozenset({'"', "“", "‘", "'"})
_CLOSING = frozenset({'"', "”", "’", "'", ",", "."})
_JOINED = _JOINS | HYPHENS
_ATTACHED = frozenset({"of", "for", "in", "at", "from"})
_SETTLED = (("COP",), ("OPP",), ("CVL",), ("LEG",), ("JUD",), ("LAB",), ("REF",), ("AGR",))
_HOLDING = frozenset({"have", "give", "seek", "grant", "need", "want", "retain", "lack", "request"})
_TITLE_CASE = 0.7  # share of capitalised words from which a sentence is taken for a headline


class Draft(msgspec.Struct, gc=False):
    """A mention in the making: where it stands and whom its words name; reference.py fills in the rest.

    `first` and `last` are token indexes, both inclusive; `modifier` marks a mention inside another phrase. `pronoun`
    is the lower-case pronoun, "" for a noun phrase. `determiner` is the folded first word. A `weak` draft is kept only
    where the article or the tables turn out to know its name.
    """

    sentence: int
    head: int
    first: int
    last: int
    identity: Identity | None
    pronoun: str = ""
    modifier: bool = False
    determiner: str = ""
    weak: bool = False


Written = Mapping[str, tuple[tuple[str, ...], Identity]]
"""The abbreviations that an article itself explains: the words of the full name and whom it names."""


def find_drafts(sentence: Sentence, lookup: Lookup, written: Written = MappingProxyType({})) -> list[Draft]:
    """Return the mentions of a parsed sentence in token order, each head once; empty for an unparsed one."""
    words = sentence.words
    if not words:
        return []
    folded = list(map(FOLDS.__getitem__, words))
    items = scan_known(words, folded, lookup.register, lookup.date)
    barred = _trapped(items, words, folded, lookup)
    if barred:
        lookup = Lookup(lookup.register, lookup.date, barred)
        items = scan_known(words, folded, lookup.register, lookup.date, barred)
    at: list[Item | None] = [None] * len(words)
    for item in items:
        for i in range(item.start, item.end):
            at[i] = item
    return _Finder(sentence, lookup, items, at, written).run()


def _trapped(items: list[Item], words: tuple[str, ...], folded: list[str], lookup: Lookup) -> dict[str, str]:
    """Return the keys that a trap of the tables rules out in this sentence, with what they mean instead."""
    traps = lookup.register.traps
    found: dict[str, str] = {}
    for item in items:
        if item.key not in traps:
            continue
        before = words[item.start - 1] if item.start else ""
        after = words[item.end] if item.end < len(words) else ""
        for trap in traps[item.key]:
            if is_trapped(trap, lookup.register, before, after, folded):
                found[item.key] = trap.means
    return found


class _Finder:
    """The state of one sentence's search: its items, and the mentions found so far by head token."""

    def __init__(
        self, sentence: Sentence, lookup: Lookup, items: list[Item], at: list[Item | None], written: Written
    ) -> None:
        self.s = sentence
        self.lookup = lookup
        self.written = written
        self.items = items
        self.at = at
        self.found: dict[int, Draft] = {}
        self.of: dict[int, tuple[int, Identity]] = {}
        self.bodies: list[tuple[int, int]] = []
        titled = sentence.kind in ("headline", "subhead") or is_shouted(sentence.words)
        self.headline = titled or (sentence.words[-1] not in _STOPS and _is_title_case(sentence.words))

    def run(self) -> list[Draft]:
        """Look at every token once, then at the modifiers of phrases that named nobody."""
        words, lowers, bare = self.s.words, self.s.lowers, _bare_heads()
        inner: list[int] = []
        for i, (tag, dep, item) in enumerate(zip(self.s.tags, self.s.deps, self.at, strict=True)):
            if item is None:
                if tag in _PRONOUNS:
                    if lowers[i] in _REFERRING:
                        self.found[i] = Draft(self.s.index, i, i, i, None, lowers[i])
                elif tag not in _NOUNS:
                    continue
                elif dep not in _INNER:
                    if not words[i].islower() or lowers[i] in bare:  # else a common noun that no table has
                        self._phrase(i, None)
                elif tag in ("NNP", "NNPS") and dep in ("amod", "compound", "nmod"):
                    inner.append(i)
            elif tag in _PRONOUNS and lowers[i] in _REFERRING:
                self.found[i] = Draft(self.s.index, i, i, i, None, lowers[i])
            elif dep in _INNER or (dep == "conj" and tag == "JJ"):
                inner.append(i)
            elif tag[0] == "V" and dep not in _ARGUMENTS:
                continue
            elif tag in _NOUNS or dep in _HEADS or (dep == "advmod" and item.senses and item.senses[0].cased):
                self._phrase(i, item)
        for i in inner:
            self._modifier(i)
        for start, end in self.bodies:
            for i in range(start, end + 1):
                part = self.found.get(i)
                if part is not None and part.identity is not None and part.identity.rule in _MADE_UP:
                    del self.found[i]
        for head, (first, identity) in self.of.items():
            self._share_complement(head, first, identity)
        return [self.found[i] for i in sorted(self.found)]

    def _top(self, item: Item) -> int:
        """Return the token of an item that the rest of the sentence hangs it up by."""
        heads, deps = self.s.heads, self.s.deps
        for i in range(item.start, item.end):
            outside = not item.start <= heads[i] < item.end or heads[i] == i
            if outside and (deps[i] not in ("det", "case", "punct", "prep", "cc") or item.end - item.start == 1):
                return i
        return item.end - 1

    def _phrase(self, head: int, item: Item | None) -> None:
        """Read the noun phrase of a head token, which `item` holds, and keep it where it can name a party."""
        last = head
        first = -1
        if item is not None:
            if self._is_turned(item):
                return
            if item.end - item.start > 1:
                if self._top(item) != head:
                    return
                last = item.end - 1
            first = item.start
        edge = self._left_edge(head)
        first = edge if first < 0 or edge < first else first
        if first < head:
            first = self._after_join(first, head, item)
        words = self._words(first, last)
        identity = self._surname(words, head) or self._identify(words)
        complement = self._complement(head, last)
        if complement is not None and _wants_complement(identity, self.s.lowers[head]):
            wider = self._identify(words, (complement[0],))
            if wider is not None and wider != identity:
                identity = wider
                if wider.kind in ("office", "organisation") or wider.rule == "counted-or-gathered":
                    last = max(last, complement[1])
                if wider.plural and wider.rule == "country-of-complement":
                    self.of[head] = complement[1], wider
        if complement is not None:
            if identity is not None and identity.noun == "sides":  # "both sides of the border"
                identity = msgspec.structs.replace(identity, noun="", open=False)
            identity, last = self._named_body(identity, first, head, last, complement)
        if identity is None or self._is_bare(head, first, last, identity):
            return
        weak = identity.kind == "name" and identity.human is None and (self.headline or self._names_thing(head))
        weak = weak or self._is_label(first, last, identity)
        self.found[head] = Draft(self.s.index, head, first, last, identity, "", False, FOLDS[words[0]], weak)
        self._share(first, head, identity)

    def _identify(self, words: tuple[str, ...], complements: tuple[Complement, ...] = ()) -> Identity | None:
        """Read a phrase, an abbreviation that the article explains as its full name."""
        written = self.written
        if written and not written.keys().isdisjoint(words):
            if words[-1] in written and (len(words) == 1 or (len(words) == 2 and words[0].lower() == "the")):
                return msgspec.structs.replace(written[words[-1]][1], rule="abbreviation-explained")
            words = tuple([full for word in words for full in (written[word][0] if word in written else (word,))])
        return self.lookup.identify(words, complements)

    def _names_thing(self, head: int) -> bool:
        """Tell whether a name is that of a thing before it ("the Gulf of Aqaba")."""
        prep = self.s.heads[head]
        noun = self.s.heads[prep]
        if self.s.lowers[prep] == "of" and self.s.lowers[noun] in modifiers()["thing"]:
            return True
        # "the Memorandum on Security Assurances", "the Centre for Clean Politics": the rest of a name
        item = self.at[noun]
        named = self.s.tags[noun] in ("NNP", "NNPS") and noun == prep - 1 and self.s.words[noun][0].isupper()
        return named and self.s.lowers[prep] in ("on", "for") and (item is None or not item.person)

    def _is_label(self, first: int, last: int, identity: Identity) -> bool:
        """Tell whether a name only labels: a title in quotation marks, a party after a name ("(R)"), a speaker."""
        words = self.s.words
        before = words[first - 1] if first else ""
        after = words[last + 1] if last + 1 < len(words) else ""
        if identity.rule not in ("unknown-name", "named-body") or identity.human:
            return False
        if before in _OPENING and after in _CLOSING:
            return True
        if not first and after == ":" and last < _LABEL and all(word.isupper() for word in words[: last + 1]):
            return True
        return words[first][:1] in ("R", "D", "I") and words[first][1:2] in ("", "-") and before in ("(", ",")

    def _surname(self, words: tuple[str, ...], head: int) -> Identity | None:
        """Read an office that is also a surname, alone and with a capital, as a name ("King said")."""
        if len(words) > 1 or self.s.tags[head] != "NNP":
            return None
        key = FOLDS[words[0]]
        if key not in modifiers()["namelike"]:
            return None
        return Identity(kind="name", rule="unknown-name", name=words[0], entity=f"name:{key}", words=(key,))

    def _is_bare(self, head: int, first: int, last: int, identity: Identity) -> bool:
        """Tell whether a singular noun stands alone and so names no one ("held firm", "the use of force")."""
        if first != last and self.s.lowers[head] == "authority" and identity.open:
            # "strong unilateral authority", "the authority to go it alone", "has the authority"
            held = self.s.lemmas[self.s.heads[head]] in _HOLDING and self.s.deps[head] == "dobj"
            return (
                held or self.s.tags[first][:2] not in ("DT", "PR", "NN") or "to" in self.s.lowers[last + 1 : last + 2]
            )
        if first != last or identity.kind not in ("common", "office", "organisation") or self.headline:
            return False
        if identity.plural and self.s.lowers[head] not in modifiers()["abstract"]:
            return False
        return self.s.tags[head] == "NN" and self.s.deps[head] in ("dobj", "pobj", "attr", "acomp", "ROOT", "conj")

    def _named_body(
        self, identity: Identity | None, first: int, head: int, last: int, complement: tuple[Complement, int]
    ) -> tuple[Identity | None, int]:
        """Let a capitalised body keep its whole name ("Party of Regions", "Observatory for Human Rights")."""
        (prep, words), end = complement
        core = words[1:] if words[0].lower() == "the" else words
        if identity is None or not core or self.s.tags[head] not in ("NNP", "NNPS") or prep not in ("of", "for"):
            return identity, last
        if identity.kind not in ("name", "organisation", "common"):
            return identity, last
        if identity.kind == "name" and (first == head or identity.human):
            return identity, last
        if not all(word[0].isupper() for word in core) or (self.lookup.identify(words) is not None and prep == "of"):
            return identity, last
        item = self.at[head]
        start = item.start if item is not None else head
        while start and self.s.tags[start - 1] in ("NNP", "NNPS") and self.s.heads[start - 1] == head:
            start -= 1
        name = join_words(self.s.words[start : end + 1])
        hints = modifiers()["sector"]
        sectors = identity.sectors or tuple([hints[key] for word in core if (key := FOLDS[word]) in hints][:1])
        rule = "named-body" if identity.country is None else identity.rule
        self.bodies.append((last + 1, end))
        body = msgspec.structs.replace(
            identity, name=name, kind="organisation", rule=rule, entity=f"name:{name.lower()}", sectors=sectors,
            human=False, gender="n", open=False,
        )  # fmt: skip
        return body, end

    def _words(self, first: int, last: int) -> tuple[str, ...]:
        """Return words for the tables; the capital of a common noun after a stop or quotation mark says nothing."""
        words = self.s.words[first : last + 1]
        if words[0][0].isupper() and self.s.tags[first] not in ("NNP", "NNPS", "JJ"):
            item = self.at[first]
            if item is None or (not item.person and self._is_also_common(item)):
                return (words[0].lower(), *words[1:])
        return words

    def _is_also_common(self, item: Item) -> bool:
        """Tell whether a name at a sentence's start is a common noun in small letters ("Conservatives")."""
        senses = self.lookup.register.senses.get(item.key, ())
        return item.sense("role") is None and any(not sense.proper for sense in senses)

    def _left_edge(self, head: int) -> int:
        """Return the first token of the phrase that ends at `head`."""
        s = self.s
        first = head
        if not s.children[head]:
            return first
        for child in reversed(s.children[head]):
            if child > head:
                continue
            dep, word = s.deps[child], s.words[child]
            if dep in _LEFT:
                if dep == "advmod" and first == head and child < head - 1:
                    break
                first = self._edge(child)
            elif word in HYPHENS and child and s.starts[child] > s.ends[child - 1]:
                break  # a dash
            elif word in HYPHENS or word in ('"', "“", "”", "'", "‘", "’"):
                continue
            elif word != "," or not any(s.deps[other] in _LEFT for other in s.children[head] if other < child):
                break
        while first < head and not s.words[first][-1].isalnum() and not s.words[first][0].isalnum():
            first += 1
        return first

    def _edge(self, token: int) -> int:
        """Return the leftmost token under `token`."""
        children = self.s.children
        while children[token] and children[token][0] < token:
            token = children[token][0]
        return token

    def _after_join(self, first: int, head: int, item: Item | None) -> int:
        """Cut off names that "and" or a comma joins to the head's own inside one phrase ("Mali and Burkina Faso")."""
        if item is not None and item.senses and not item.person and not item.sense(*PLACES, *OWNERS):
            return first
        for i in range((item.start if item is not None else head) - 1, first, -1):
            joining = self.at[i]
            if self.s.lowers[i] in _JOINS and (joining is None or joining.end - joining.start == 1):
                return i + 1
        return first

    def _complement(self, head: int, last: int) -> tuple[Complement, int] | None:
        """Return the first prepositional phrase right after the head, as a complement, and its last token."""
        s = self.s
        prep = last + 1
        if prep >= len(s.words) or s.lowers[prep] not in _ATTACHED or s.deps[prep] != "prep":
            return None
        if s.heads[prep] != head and not (s.lowers[prep] == "in" and self._is_settled(head)):
            return None
        for noun in s.children[prep]:
            if s.deps[noun] == "pobj" and s.tags[noun] not in _PRONOUNS:
                item = self.at[noun]
                end = max(noun, item.end - 1) if item is not None else noun
                start = min(self._left_edge(noun), item.start if item is not None else noun)
                return (s.lowers[prep], s.words[start : end + 1]), end
        return None

    def _is_settled(self, head: int) -> bool:
        """Tell whether the head belongs where it is ("authorities" and "protesters" do, "troops" need not)."""
        item = self.at[head]
        role = item.sense("role") if item is not None else None
        return role is not None and (role.role == "institution" or role.sectors[:1] in _SETTLED)

    def _share(self, first: int, head: int, identity: Identity) -> None:
        """Give each of several joined countries in one phrase its own mention ("Russian and Ukrainian troops")."""
        if not identity.plural or identity.kind not in ("office", "common", "organisation"):
            return
        owners: list[tuple[Item, str]] = []
        i = first
        while i < head:
            item = self.at[i]
            if item is None or not item.senses:
                i += 1
                continue
            sense = item.sense(*PEOPLES, *PLACES, "organisation")
            if sense is not None and sense.country:
                owners.append((item, sense.country))
            i = item.end
        parts = [identity]
        for (item, country), (following, _) in pairwise(owners):
            between = self.s.lowers[item.end : following.start]
            if country == identity.country or not between or not _JOINED.issuperset(between):
                continue
            top = self._top(item)
            shared = _of_country(identity, country)
            parts.insert(len(parts) - 1, shared)
            self.found[top] = Draft(self.s.index, top, item.start, item.end - 1, shared, "", True, "")
        if len(parts) > 1:
            self.found[head].identity = msgspec.structs.replace(identity, parts=tuple(parts))

    def _share_complement(self, head: int, first: int, identity: Identity) -> None:
        """Give each further country in "the ministers of France, Germany and Poland" the office of the first."""
        parts = [identity]
        for token in range(first + 1, len(self.s.words)):
            draft = self.found.get(token)
            if draft is None or draft.identity is None or self.s.deps[token] != "conj":
                continue
            other = draft.identity
            if other.kind in ("state", "metonym") and other.country and self._conjoined(token, first):
                parts.append(_of_country(identity, other.country))
        if len(parts) > 1 and head in self.found:
            self.found[head].identity = msgspec.structs.replace(identity, parts=tuple(parts))

    def _conjoined(self, token: int, first: int) -> bool:
        while self.s.deps[token] == "conj" and token != first:
            token = self.s.heads[token]
        return token == first

    def _modifier(self, token: int) -> None:
        """Keep a known name that stands inside a phrase which names nobody itself ("Kerry meeting")."""
        item = self.at[token]
        if item is None:
            item = Item(token, token + 1, FOLDS[self.s.words[token]], (), False, True)
        if token in self.found or self._top(item) != token:
            return
        head = self.s.heads[token]
        while self.s.deps[head] in ("compound", "amod", "nmod") and self.s.heads[head] != head:
            head = self.s.heads[head]
        outer = self.found.get(head)
        if outer is not None and not outer.weak and outer.first <= token <= outer.last:
            return
        if item.sense("role") is not None and not item.sense(*PLACES, *PEOPLES, *OWNERS):
            return
        end = item.end
        start = item.start
        if not item.senses:
            start = self._name_before(item)
        identity = self._identify(self.s.words[start:end])
        if identity is None or self._is_turned(item):
            return
        if identity.rule == "collective-name" and start == end - 1 and self.s.words[start].islower():
            return  # "world prices"
        if item.sense(*PEOPLES) is not None and identity.rule == "nationality-as-noun":
            identity = msgspec.structs.replace(
                identity, rule="country-adjective", sectors=(), entity=identity.country, human=None, plural=False
            )
        weak = identity.kind == "name" and identity.rule == "unknown-name"
        self.found[token] = Draft(self.s.index, token, start, end - 1, identity, "", True, "", weak)

    def _name_before(self, item: Item) -> int:
        """Return the start of the capitalised run that a personal name inside a phrase begins with."""
        start = item.start
        while start and self.s.tags[start - 1] in ("NNP", "NNPS") and self.s.heads[start - 1] >= item.start:
            start -= 1
        return start

    def _is_turned(self, item: Item) -> bool:
        """Tell whether a hyphen takes the name away ("pro-Russian", "Moscow-backed")."""
        words = self.s.words
        start, end = item.start, item.end
        if start > 1 and words[start - 1] in HYPHENS and FOLDS[words[start - 2]] in modifiers()["turns"]:
            return True
        if end + 1 >= len(words) or words[end] not in HYPHENS:
            return False
        return FOLDS[words[end + 1]] not in modifiers()["leads"] and words[end + 1].islower()


def _of_country(identity: Identity, country: str) -> Identity:
    """Return the same office or noun in another country."""
    return msgspec.structs.replace(
        identity, country=country, rule="shared-head", name=None,
        entity=f"{country}:{identity.office or identity.noun}" if identity.noun else None,
    )  # fmt: skip


@cache
def _bare_heads() -> frozenset[str]:
    """Return the nouns outside the tables of roles that can still head a party: "dozens", "both sides"."""
    return frozenset([*modifiers()["partitive"], *[key.rsplit(" ", 1)[-1] for key in modifiers()["sides"]]])


def _is_title_case(words: tuple[str, ...]) -> bool:
    longer = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) >= _TITLE_CASE * len(longer)


def _wants_complement(identity: Identity | None, head: str) -> bool:
    """Tell whether what follows the head can tell more than its phrase did."""
    if identity is None or head in modifiers()["partitive"]:
        return head in modifiers()["partitive"]
    many = identity.rule in ("metonym", "organisation-name") and " " in (identity.name or "")
    return many or identity.open or (identity.kind == "office" and identity.country is None)
