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

UNARMED = frozenset(("PTY", "LEG", "BUS", "JRN", "EDU", "LAB", "JUD"))
POWERFUL = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "REB", "PRM", "UAF", "OPP", "CRM", "ELI"))
HARD_TYPES = frozenset(("PROTEST", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN"))
AHEAD = frozenset(["will", "would", "shall", "should", "must", "to", "'ll", "can", "could", "may"])
DEALS = frozenset(("AGREE", "SUPPORT", "COOPERATE", "CONSULT"))
PUBLIC, FOREIGN, PRIVATE, UNKNOWN = "public", "foreign", "private", "unknown"
PRIVATE_SECTORS = frozenset(("BUS", "CVL", "AGR", "EDU", "CRM", "MED"))
POLITICAL = frozenset(
    ["troops", "police", "militia", "peacekeepers", "diplomat", "official", "government", "institution"]
)
RULING = frozenset(["troops", "militia", "diplomat", "official", "government", "institution"])
ACTS_OF_STATE = frozenset([("COERCE", "arrest"), ("COERCE", "deport"), ("SANCTION", "convict")])
JUSTICE = frozenset(["jury", "court", "prosecutor", "judge", "tribunal", "magistrate", "police"])
ARMED = frozenset(["troops", "police", "militia"])
FIRM_FORMS = frozenset(["inc", "corp", "ltd", "plc", "llc", "gmbh", "ag", "sa", "nv", "co", "limited"])
CAUSING = frozenset(["trigger", "prompt", "provoke", "spark", "cause", "bring", "see"])
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
SURE_CHANCE = 0.85  # of the model, that makes an act in another world an event all the same
VETO_CHANCE = 0.6
FOREIGN_VETO_CHANCE = 0.9
STRONG_VETO_CHANCE = 0.999
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
        if mention.rule == "unknown-name" and is_firm(i, scene):
            return PRIVATE
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
    if act.rule != "noun" and ((not actors and acts_blindly(act, scene)) or says_nothing_done(act, scene)):
        return False
    if act.rule != "noun" and actors and acts_out_of_part(act, kind, actors, scene):
        return False
    if kind == "THREATEN" and actors and recipients and only_advises(act, actors, recipients, scene):
        return False
    words = scene.s.words
    return any(
        "PARTY" in scene.classes(i) or i in scene.covered or words[i][:1].isupper() for i in (*actors, *recipients)
    )


def is_silenced(
    act: Act, kind: str, standings: list[str], domains: frozenset[str], chance: float, *, against_foreigner: bool
) -> bool:
    """Tell whether a sentence's domains silence an act of type `kind`, which the model gives `chance`.

    A metaphor silences whatever it carries, sport what it cannot hold, the others only what has no public party; what a
    state does to a foreigner is no ordinary crime. Soft acts in a market need two public parties and, where
    the model may judge, its consent.
    """
    if against_foreigner:
        domains = domains - {"crime"}
    public = standings.count(PUBLIC)
    if kind not in HARD_TYPES:
        if not public and ("business" in domains or (kind in DEALS and PRIVATE in standings)):
            return True
        doubtful = act.rule in ("model", "noun") or (chance < MARKET_CHANCE and act.rule in MODEL_MAY_CORRECT)
        if "market" in domains and (doubtful or public < 2):
            return True
    if chance > SURE_CHANCE and act.rule != "model" and (public or kind == "PROTEST"):
        domains = domains - {"crime", "weather"}  # a vigil of shopkeepers, a march in the rain
    for domain in domains - {"business"}:
        if domain == "metaphor" and kind in ("ASSAULT", "COERCE", "MOBILIZE"):
            return True
        if kind not in ALLOWED.get(domain, ()) and (not public or domain in ("sport", "obituary", "culture")):
            return True
    return False


def is_act_of_state(act: Act, scene: Scene) -> bool:
    """Tell whether an act is one that only a state does to people: an arrest, a charge, a conviction, a deportation."""
    return (act.type, act.mode) in ACTS_OF_STATE or (
        act.type == "ACCUSE" and act.rule == "verb" and scene.lemmas[act.head] in ("charge", "indict", "arraign", "try")
    )


def is_brought_to_trial(act: Act, actors: list[int], recipients: list[int], scene: Scene) -> bool:
    """Tell whether a charge takes people to court, which is COERCE (CAMEO 173), and does not only accuse them.

    Unnamed people are charged or indicted, by a court, prosecutor or police, or by nobody named; a charge against a
    state, an organisation, somebody in office or a person of note, or by an international court, accuses.
    """
    if act.type != "ACCUSE" or act.rule != "verb" or scene.lemmas[act.head] not in ("charge", "indict", "arraign"):
        return False
    clause, tags = scene.clause(act.head), scene.s.tags
    if not recipients or (scene.lemmas[act.head] == "charge" and "with" not in clause.preps and not clause.comps):
        return False
    if not all(is_justice(i, scene) for i in actors):
        return False
    return all(
        (tags[i] in ("NN", "NNS", "CD") or is_counted(i, scene)) and not is_in_office(i, scene) for i in recipients
    )


def is_justice(i: int, scene: Scene) -> bool:
    """Tell whether a party is a country's court, prosecutor or police."""
    mention = scene.mentions.get(i) or scene.covered.get(i)
    if mention is None:
        return "police" in scene.classes(i) or scene.lemmas[i] in JUSTICE
    international = mention.rule == "organisation-name" or len(mention.party.country or "") == 2  # of the UN, the EU
    return not international and not {"JUD", "COP"}.isdisjoint(mention.party.sectors)


def is_in_office(i: int, scene: Scene) -> bool:
    """Tell whether somebody holds an office now: an official, and not a former one."""
    mention = scene.mentions.get(i)
    if mention is not None and "ELI" in mention.party.sectors:
        return False
    return not RULING.isdisjoint(scene.classes(i)) and "former" not in [scene.s.lowers[c] for c in scene.s.children[i]]


def acts_out_of_part(act: Act, kind: str, actors: list[int], scene: Scene) -> bool:
    """Tell whether those who act cannot do an act of its kind: firms that repress, armed men who protest.

    A party or the press targets with words; a firm closes its own offices; soldiers man roadblocks, and do not
    protest by them; a reporter's question demands nothing; and who discusses something with nobody named does not
    meet.
    """
    if kind == "COERCE":
        return all(is_firm(i, scene) for i in actors)
    if kind == "ASSAULT" and scene.lemmas[act.head] == "target":
        sectors = [mention.party.sectors for i in actors if (mention := scene.mentions.get(i)) is not None]
        return len(sectors) == len(actors) and all(held and UNARMED.issuperset(held) for held in sectors)
    if kind == "PROTEST":
        return act.mode == "obstruct" and all(not ARMED.isdisjoint(scene.classes(i)) for i in actors)
    mentions = [scene.mentions.get(i) for i in actors]
    if kind == "REQUEST" and scene.lemmas[act.head] in ("ask", "press", "quiz", "question"):
        return all(mention is not None and "JRN" in mention.party.sectors for mention in mentions)
    if kind == "CONSULT" and scene.lemmas[act.head] in ("discuss", "debate"):
        return (
            len(actors) == 1
            and not scene.s.tags[actors[0]].endswith("S")
            and "with" not in scene.clause(act.head).preps
        )
    return False


def only_advises(act: Act, actors: list[int], recipients: list[int], scene: Scene) -> bool:
    """Tell whether a warning is advice: a state's to its own citizens, or between people who belong to no side."""
    said = (act.head,) if (noun := scene.clause(act.head).obj) is None else (act.head, noun)
    if act.rule == "noun" or scene.words["warning"].isdisjoint(scene.lemmas[i] for i in said):
        return False
    if all(scene.lemmas[i] in scene.words["advised"] for i in recipients):
        warners = {mention.party.country for i in actors if (mention := scene.mentions.get(i)) is not None}
        warned = {mention.party.country for i in recipients if (mention := scene.mentions.get(i)) is not None}
        return warned - {None} <= warners
    sides = [scene.mentions.get(i) or scene.covered.get(i) for i in (*actors, *recipients)]
    if any(scene.s.tags[i] == "PRP" for i in (*actors, *recipients)):
        return False
    known = [mention.party for mention in sides if mention is not None]
    return not any(party.country or not POWERFUL.isdisjoint(party.sectors) for party in known)


def is_foreigner(i: int, scene: Scene) -> bool:
    """Tell whether the text calls somebody by a nationality ("a prominent Mexican", "a Nigerian man")."""
    s = scene.s
    if political_standing(i, scene) != FOREIGN:
        return False
    return s.words[i][:1].isupper() or any(
        s.words[c][:1].isupper() and s.deps[c] in ("amod", "compound", "nmod") for c in s.children[i]
    )


def is_firm(i: int, scene: Scene) -> bool:
    """Tell whether a party is a firm, and no more, by its sector or by the form of its name ("... Inc")."""
    mention = scene.mentions.get(i) or scene.covered.get(i)
    if mention is None:
        return False
    return mention.party.sectors == ("BUS",) or mention.party.text.rsplit(" ", 1)[-1].lower().rstrip(".") in FIRM_FORMS


def is_counted(i: int, scene: Scene) -> bool:
    """Tell whether a noun comes with a number of people ("two Americans", "four men")."""
    return any(scene.s.deps[c] == "nummod" for c in scene.s.children[i])


def is_vetoed(act: Act, standings: list[str], no_event: float, *, in_politics: bool) -> bool:
    """Tell whether the model is sure enough that there is no event (`no_event` is its probability of that).

    What befalls private people counts for more in an article about politics, and what a state does to them in a
    sentence about politics.
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


def is_political_sentence(scene: Scene) -> bool:
    """Tell whether a sentence without a public party among those who act still tells of public life.

    It names an official, a government, armed men or an institution, or a crime against the state or of the powerful.
    """
    if not scene.words["security"].isdisjoint(scene.vocabulary):
        return True
    tags = scene.s.tags
    return any(tag[0] == "N" and not RULING.isdisjoint(scene.classes(i)) for i, tag in enumerate(tags))


def says_nothing_done(act: Act, scene: Scene) -> bool:
    """Tell whether a verb is no act though its frame holds: an opinion, an inference, what one does for oneself.

    "Agreed that prices are high", "must have missed the vote", "will defend its rights"; and "striking workers" hit
    nobody.
    """
    s = scene.s
    if (
        s.tags[act.head] == "VBG"
        and s.deps[act.head] == "ROOT"
        and act.rule == "verb"
        and not s.lowers[0].endswith("ed")
    ):
        return not any(s.deps[c] in ("aux", "nsubj") for c in s.children[act.head])  # a heading: "Protecting Peru"
    if s.lowers[act.head] == "striking" and act.type == "ASSAULT":
        hit = scene.clause(act.head).obj
        return hit is not None and "labour" in scene.classes(hit)
    if act.rule == "operator-agree" and act.content is None and act.used:
        inner = act.used[0]
        aux = [s.lowers[c] for c in s.children[inner] if s.deps[c] == "aux"]
        return s.tags[inner] in ("VBZ", "VBP", "VBD", "VBN") and AHEAD.isdisjoint(aux) and s.deps[inner] == "ccomp"
    if act.type == "SANCTION" and s.deps[act.head] == "xcomp":
        above = s.heads[act.head]  # "was obliged to suspend its exports"
        return scene.lemmas[above] in ("oblige", "force", "compel") and scene.clause(above).passive
    if act.rule == "operator-allow" and s.tags[act.head] == "VBG" and s.deps[act.head] == "advcl":
        means = scene.lex.frames.get(scene.lemmas[s.heads[act.head]], ())
        forcible = any(frame.type == "ASSAULT" for frame in means) and not any(frame.operator for frame in means)
        return forcible  # "jets bombed the ridge, letting the scouts pass"
    if act.type == "ACCUSE" and act.rule == "verb":
        blamed = scene.clause(act.head).obj  # "portrays itself as a victim"
        return blamed is not None and s.lowers[blamed].endswith(("self", "selves"))
    if act.type == "REQUEST" and scene.lemmas[act.head] in ("require", "need"):
        needing = scene.clause(act.head).subj  # "it requires rebuilding a coalition"
        return needing is not None and s.lowers[needing] in ("it", "this", "that", "which", "what")
    if act.rule == "said-must" and act.used:
        return any(s.deps[c] == "aux" and s.lowers[c] == "have" for c in s.children[act.used[0]])
    if act.type == "SUPPORT" and scene.lemmas[act.head] in ("defend", "uphold", "protect", "guard"):
        thing = scene.clause(act.head).obj
        return (
            thing is not None
            and any(s.tags[c] == "PRP$" for c in s.children[thing])
            and "human" not in scene.classes(thing)
        )
    return False


def acts_blindly(act: Act, scene: Scene) -> bool:
    """Tell whether the subject is a thing of nobody's ("snow cut off the town"), neither weapon nor document."""
    if act.rule == "light-verb" and scene.lemmas[act.head] in CAUSING:
        return False  # "the scandal triggered the arrest of ..."
    subject = scene.clause(act.head).subj
    if subject is None or scene.s.lowers[subject] in ("it", "that", "which", "who", "this", "what"):
        return False
    frame = act.frame
    if frame is not None and ("flip" in frame.flags or "subj" not in frame.actor):
        return False
    classes = scene.classes(subject)
    return scene.s.tags[subject].startswith("N") and "PARTY" not in classes and INSTRUMENTS.isdisjoint(classes)
