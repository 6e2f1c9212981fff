"""When to keep silent: other worlds that borrow the words of politics, things that act, and nobody who takes part.

Algorithm: the cues of abstention.tsv in a sentence add up per domain (sport, market, weather, ...); a domain that
reaches its limit silences what has no public party, and whatever is beyond that domain. An act whose subject is a thing
("snow took the resorts hostage") is a metaphor. Last, the model may veto a frame; it must be surer of itself where a
state, an organ of one or an armed group takes part.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.events.acts import Act
from tocsin.events.patterns import lexicon
from tocsin.events.scene import HYPHENS, Scene
from tocsin.records import Party, Reading, Sentence

LIMIT = {"sport": 3, "market": 4, "weather": 4, "culture": 4, "crime": 2, "obituary": 3, "metaphor": 3}
BUSINESS = 2  # what the market's cues must add up to before acts among private parties are business

HARD_TYPES = frozenset(("PROTEST", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN"))
DEALS = frozenset(("AGREE", "SUPPORT", "COOPERATE", "CONSULT"))
PUBLIC, FOREIGN, PRIVATE, UNKNOWN = "public", "foreign", "private", "unknown"
PRIVATE_SECTORS = frozenset(("BUS", "CVL", "AGR", "EDU", "CRM", "MED"))
POLITICAL = frozenset(
    ["troops", "police", "militia", "peacekeepers", "diplomat", "official", "government", "institution"]
)
INSTRUMENTS = frozenset(
    [
        "weapons",
        "warcraft",
        "shellfire",
        "bombthing",
        "EVENT",
        "doc",
        "deal",
        "proposal",
        "rule",
        "probe",
        "armsfire",
        "plane",
        "ban",
    ]
)

# What even a sentence of the domain may report: an embargo among grain prices, a riot at a match.
ALLOWED = {
    "sport": frozenset(("SANCTION", "COERCE", "PROTEST")),
    "market": HARD_TYPES,
    "weather": frozenset(("AID", "ASSAULT")),
    "culture": HARD_TYPES,
}

MODEL_MAY_CORRECT = frozenset(("verb", "light-verb", "noun"))
MARKET_CHANCE = 0.6
VETO_CHANCE = 0.6
FOREIGN_VETO_CHANCE = 0.9
STRONG_VETO_CHANCE = 0.995
PRIVATE_VETO_CHANCE = 0.6


def silent_domains(scene: Scene) -> frozenset[str]:
    """Return the domains whose cues reach their limit in a sentence, and "business" where markets are only near."""
    lex = lexicon()
    cues, starts = lex.abstention, lex.cue_starts
    totals: dict[str, int] = {}
    last, joined = "", False
    for low, lemma in zip(scene.s.lowers, scene.lemmas, strict=True):
        hit = cues.get(lemma)
        if hit is not None:
            for domain, weight in hit:
                totals[domain] = totals.get(domain, 0) + weight
        if last:
            if low in HYPHENS:
                joined = True
                continue
            mark = "-" if joined else " "
            hit = cues.get(f"{last}{mark}{lemma}") or cues.get(f"{last}{mark}{low}")
            if hit is not None:
                for domain, weight in hit:
                    totals[domain] = totals.get(domain, 0) + weight
        last, joined = (low if low in starts else lemma if lemma in starts else ""), False
    found = {domain for domain, total in totals.items() if total >= LIMIT[domain]}
    if totals.get("market", 0) >= BUSINESS:
        found.add("business")
    return frozenset(found)


@cache
def market_words() -> frozenset[str]:
    """Return the single words that by themselves speak of markets."""
    cues = lexicon().abstention
    return frozenset(cue for cue, hits in cues.items() if " " not in cue and ("market", 3) in hits)


def is_market_report(sentences: Sequence[Sentence]) -> bool:
    """Tell whether an article is about markets: a third of its sentences, and more than two, speak of them."""
    words = market_words()
    speaking = sum(not words.isdisjoint(sentence.lemmas) for sentence in sentences)
    return speaking > 2 and speaking * 3 >= len(sentences)


def is_political_article(reading: Reading) -> bool:
    """Tell whether an article of some length is about politics: public parties in most of its sentences."""
    if len(reading.mentions) < 4:
        return False
    speaking = sum(any(is_public(mention.party) for mention in mentions.values()) for mentions in reading.mentions)
    return speaking * 2 > len(reading.mentions)


def is_public(party: Party) -> bool:
    """Tell whether a resolved party is a state, one of its organs, an organisation or an armed group."""
    return not PRIVATE_SECTORS.issuperset(party.sectors) if party.sectors else bool(party.country)


def political_standing(i: int, scene: Scene) -> str:
    """Tell how public the party at `i` is.

    PUBLIC is a state, one of its organs, an organisation or an armed group, FOREIGN are private people whose country
    the text names, PRIVATE are firms and people without one.
    """
    mention = scene.mentions.get(i) or scene.covered.get(i)
    if mention is not None:
        party = mention.parts[0] if mention.parts else mention.party
        if party.sectors and PRIVATE_SECTORS.issuperset(party.sectors):
            return FOREIGN if party.country and "BUS" not in party.sectors else PRIVATE
        if party.sectors:
            return PUBLIC
        if party.country:
            return PUBLIC
    if not POLITICAL.isdisjoint(scene.classes(i)):
        return PUBLIC
    if mention is None and scene.s.tags[i].startswith("NNP") and not scene.mentions:
        return PUBLIC
    return UNKNOWN


def is_event(act: Act, kind: str, actors: list[int], recipients: list[int], scene: Scene) -> bool:
    """Tell whether an act of type `kind` is a political event: someone takes part, and not a thing alone."""
    if act.rule != "noun" and not actors and acts_blindly(act, scene):
        return False
    words = scene.s.words
    return any(
        "PARTY" in scene.classes(i) or i in scene.covered or words[i][:1].isupper() for i in (*actors, *recipients)
    )


def is_silenced(act: Act, kind: str, standings: list[str], domains: frozenset[str], chance: float) -> bool:
    """Tell whether a sentence's domains silence an act of type `kind`, which the model gives `chance`.

    A metaphor silences whatever it carries, sport what it cannot hold, the others only what has no public party; soft
    acts in a market need two public parties and, where the model may judge, its consent.
    """
    public = standings.count(PUBLIC)
    if kind not in HARD_TYPES:
        if not public and ("business" in domains or (kind in DEALS and PRIVATE in standings)):
            return True
        doubtful = act.rule in ("model", "noun") or (chance < MARKET_CHANCE and act.rule in MODEL_MAY_CORRECT)
        if "market" in domains and (doubtful or public < 2):
            return True
    for domain in domains - {"business"}:
        if domain == "metaphor" and kind in ("ASSAULT", "COERCE", "MOBILIZE"):
            return True
        if kind not in ALLOWED.get(domain, ()) and (not public or domain in ("sport", "obituary", "culture")):
            return True
    return False


def is_vetoed(act: Act, standings: list[str], no_event: float, *, in_politics: bool) -> bool:
    """Tell whether the model is sure enough that there is no event (`no_event` is its probability of that).

    What befalls private people counts for more in an article about politics.
    """
    if act.rule not in MODEL_MAY_CORRECT or (act.rule == "noun" and standings.count(PUBLIC) > 1):
        return False
    if PUBLIC in standings:
        return no_event > (VETO_CHANCE if act.is_weak and len(standings) < 2 else STRONG_VETO_CHANCE)
    if in_politics and not act.is_weak:
        return no_event > STRONG_VETO_CHANCE
    if FOREIGN in standings:
        return no_event > (VETO_CHANCE if act.is_weak else FOREIGN_VETO_CHANCE)
    return no_event > PRIVATE_VETO_CHANCE


def acts_blindly(act: Act, scene: Scene) -> bool:
    """Tell whether the subject is a thing of nobody's ("snow cut off the town"), neither weapon nor document."""
    subject = scene.clause(act.head).subj
    if subject is None or scene.s.lowers[subject] in ("it", "that", "which", "who", "this", "what"):
        return False
    frame = act.frame
    if frame is not None and ("flip" in frame.flags or "subj" not in frame.actor):
        return False
    classes = scene.classes(subject)
    return scene.s.tags[subject].startswith("N") and "PARTY" not in classes and INSTRUMENTS.isdisjoint(classes)
