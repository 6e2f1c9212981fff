"""Codes the events of a reading: who did what to whom, and whether it happened.

Algorithm, sentence by sentence: find the words that can carry an act; resolve each once (acts.py); drop those that
another act uses up; read modality and cast; apply PLOVER's folds (a future meeting is AGREE, "will not lift" is
REJECT); keep silent where the sentence belongs to another world (abstention.py) or no party takes part.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast as typed

from tocsin.events.abstention import is_silenced, silent_domains
from tocsin.events.acts import Act, Acts
from tocsin.events.details import date_of, find_contexts, is_long_ago, place_of, time_of, times_in
from tocsin.events.modality import Modalities
from tocsin.events.ontology import cameo_of, ontology, score_of
from tocsin.events.patterns import lexicon
from tocsin.events.scene import Scene
from tocsin.events.slots import Cast, Casting
from tocsin.events.weighing import NULL, Verdict, Weigher
from tocsin.records import Event, Mention, Modality, Party, Reading, Sentence, Statement, Trigger
from tocsin.text import content_id

CODED_KINDS = frozenset(("headline", "subhead", "caption", "body"))
NO_MENTIONS: Mapping[int, Mention] = {}
PLAIN_VERBS = frozenset("be have do say tell add note think believe know seem become go come see get make take state".split())
DEPTH_COST = {"relcl": 0.15, "acl": 0.1, "advcl": 0.12, "pcomp": 0.08, "conj": 0.04, "ccomp": 0.02, "xcomp": 0.02}
MARKET_CHANCE = 0.6
OPEN_CHANCE = 0.35
VETO_CHANCE = 0.85
STRONG_VETO_CHANCE = 0.985
RETYPE_CHANCE = 0.8


class Coded:
    """An act with everything decided about it, before it becomes a record."""

    __slots__ = ("act", "actors", "confidence", "modality", "mode", "recipients", "rule", "runner_up", "symmetric", "tags", "type")

    def __init__(self, act: Act, modality: str, cast: Cast) -> None:
        self.act = act
        self.type = act.type
        self.mode = act.mode
        self.modality = modality
        self.actors = cast.actors
        self.recipients = cast.recipients
        self.symmetric = cast.symmetric
        self.rule = act.rule
        self.tags = act.tags
        self.confidence = 0.0
        self.runner_up: str | None = None


def code_events(reading: Reading) -> tuple[Event, ...]:
    """Return the events of a reading in text order.

    Works on records only; where the reading has no mentions, parties are noun phrases as written.
    """
    events: list[Event] = []
    for sentence in reading.sentences:
        if sentence.words and sentence.kind in CODED_KINDS and may_hold_events(sentence):
            events.extend(code_sentence(reading, sentence))
    return tuple(events)


def may_hold_events(sentence: Sentence) -> bool:
    """Tell quickly whether a sentence has a word that can carry an act."""
    lex = lexicon()
    return not lex.triggers.isdisjoint(sentence.lemmas) or any(word in lex.nouns for word in sentence.lemmas)


def code_sentence(reading: Reading, sentence: Sentence) -> list[Event]:
    """Return the events of one parsed sentence."""
    mentions = reading.mentions[sentence.index] if sentence.index < len(reading.mentions) else NO_MENTIONS
    places = frozenset(
        i
        for place in reading.places
        if sentence.span[0] <= place.span[0] < sentence.span[1]
        for i, start in enumerate(sentence.starts)
        if start == place.span[0] or sentence.ends[i] == place.span[1]
    )
    scene = Scene(sentence, mentions, places)
    acts = Acts(scene)
    casting = Casting(scene, acts, reading.article.text)
    coded = decide(scene, acts, casting)
    if not coded:
        return []
    return record(reading, sentence, scene, casting, coded)


def propose(scene: Scene, acts: Acts) -> list[tuple[int, Act | None]]:
    """Return the words of a sentence that may carry an event, each with the act that the frames take it for.

    An open candidate (None) is a verb without a frame that holds, but with someone who acts or is acted on.
    """
    s = scene.s
    found: list[Act] = []
    open_verbs: list[int] = []
    for i, tag in enumerate(s.tags):
        if tag[:1] in ("V", "J", "N") or tag == "RB":
            act = acts.at(i)
            if act is not None:
                found.append(act)
            elif tag[0] == "V" and s.deps[i] not in ("aux", "auxpass") and scene.lemmas[i] not in PLAIN_VERBS:
                open_verbs.append(i)
    used = {i for act in found for i in act.used}
    proposed: list[tuple[int, Act | None]] = []
    for act in found:
        if act.head in used and not (act.rule != "noun" and keeps_content(acts, act, found)):
            continue
        if act.noun is not None and act.rule == "noun" and "bound" in act.noun.flags:
            continue
        proposed.append((act.head, act))
    for i in open_verbs:
        if i not in used and has_party(scene, i):
            proposed.append((i, None))
    return proposed


def has_party(scene: Scene, verb: int) -> bool:
    """Tell whether a party stands in a verb's clause as its subject, object or addressee."""
    clause = scene.clause(verb)
    if any(i is not None and "PARTY" in scene.classes(i) for i in (clause.subj, clause.obj, clause.iobj)):
        return True
    return any("PARTY" in scene.classes(i) for heads in clause.preps.values() for i in heads)


def decide(scene: Scene, acts: Acts, casting: Casting) -> list[Coded]:
    """Return the acts of a sentence that are events, with type, modality and cast decided."""
    proposed = propose(scene, acts)
    if not proposed:
        return []
    modalities = Modalities(scene, acts)
    domains = silent_domains(scene)
    weigher = Weigher(scene)
    coded: list[Coded] = []
    for head, framed in proposed:
        verdict = weigher.judge(head, framed, domains)
        act = settle(head, framed, verdict, weigher)
        if act is None:
            continue
        modality = modalities.of(act)
        if modality == "topic":
            continue
        cast = casting.cast(act)
        one = Coded(act, modality, cast)
        one.confidence, one.runner_up = verdict.chances[act.type], runner_up(verdict, act.type)
        if act.noun is not None and act.rule == "noun" and "pair" in act.noun.flags and not (cast.actors and cast.recipients):
            if not cast.symmetric:
                continue
        fold(one, modalities, scene)
        if is_event(one, scene, domains):
            join_exercise(one, scene)
            one.confidence = standing(one, scene) * (0.7 + 0.3 * one.confidence)
            coded.append(one)
    return without_demands_of_protesters(coded, scene)


def join_exercise(one: Coded, scene: Scene) -> None:
    """Turn an exercise that forces of several countries hold into COOPERATE."""
    if one.type != "MOBILIZE" or "exercise" not in one.tags:
        return
    mentions = [scene.mentions.get(i) or scene.covered.get(i) for i in (*one.actors, *one.recipients)]
    together = [mention.party.country for mention in mentions[: len(one.actors)] if mention is not None]
    if len(set(together) - {None}) > 1:
        one.type, one.mode, one.symmetric = "COOPERATE", None, True


def without_demands_of_protesters(coded: list[Coded], scene: Scene) -> list[Coded]:
    """Drop what a protest demands or complains of as an event of its own; whom it addresses is the protest's recipient."""
    s = scene.s
    protests = {one.act.head: one for one in coded if one.type == "PROTEST"}
    if not protests:
        return coded
    kept: list[Coded] = []
    for one in coded:
        protest: Coded | None = None
        if one.type in ("REQUEST", "ACCUSE") and one.act.rule != "noun":
            up = one.act.head
            for _ in range(3):
                if s.deps[up] not in ("advcl", "acl", "xcomp", "pcomp", "prep", "conj") or s.tags[up] in ("VBD", "VBZ", "VBP"):
                    break
                up = s.heads[up]
                if up in protests:
                    protest = protests[up]
                    break
        if protest is None:
            kept.append(one)
        elif one.recipients:
            protest.recipients = one.recipients
    return kept


def standing(one: Coded, scene: Scene) -> float:
    """Return how central an act is, from 0 to 1: nouns, subordinate clauses and acts without parties are less so."""
    s = scene.s
    value = 1.0
    frame = one.act.frame
    if frame is not None and "weak" in frame.flags:
        value -= 0.2
    if one.act.rule == "noun":
        value -= 0.3
    if not one.actors:
        value -= 0.1
    if not one.recipients and not one.symmetric:
        value -= 0.1
    up = one.act.head
    for _ in range(6):
        if s.heads[up] == up:
            break
        value -= DEPTH_COST.get(s.deps[up], 0.0)
        up = s.heads[up]
    return max(0.1, value)


def settle(head: int, framed: Act | None, verdict: Verdict, weigher: Weigher) -> Act | None:
    """Decide between frame and model: which act a candidate is, or none.

    The model alone decides where no frame holds. A frame stands unless the model is sure that there is no event, or sure
    of another type.
    """
    best, chance = verdict.ranked()[0]
    if framed is None:
        if best == NULL or chance < OPEN_CHANCE or chance < 1.5 * verdict.chances[NULL]:
            return None
        act = Act(head, best, weigher.mode(best, verdict), "model")
        return act
    weak = framed.rule == "noun" or (framed.frame is not None and "weak" in framed.frame.flags)
    if verdict.chances[NULL] > (VETO_CHANCE if weak else STRONG_VETO_CHANCE):
        return None
    if best not in (NULL, framed.type) and chance > RETYPE_CHANCE and framed.rule in ("verb", "light-verb", "noun"):
        framed.type, framed.mode, framed.kind = best, weigher.mode(best, verdict), ontology().types[best].kind
        framed.rule = framed.rule if framed.rule == "noun" else "model-over-frame"
    return framed


def runner_up(verdict: Verdict, chosen: str) -> str | None:
    """Return the likeliest other type, where it has at least one chance in twenty."""
    for kind, chance in verdict.ranked():
        if kind not in (chosen, NULL):
            return kind if chance >= 0.05 else None
    return None


def keeps_content(acts: Acts, act: Act, found: list[Act]) -> bool:
    """Tell whether an act in a complement stays an event of its own: what X is accused of, or denies."""
    for other in found:
        if act.head in other.used and other.rule in ("operator-accuse", "operator-deny"):
            acts.claimed[act.head] = other.head
            if other.rule == "operator-deny":
                act.modality = "negated"
            return True
    return False


def fold(one: Coded, modalities: Modalities, scene: Scene) -> None:
    """Apply PLOVER's folds: a future meeting, aid or support is AGREE, a future retreat CONCEDE, "will not" a refusal."""
    known = ontology()
    kind = known.types[one.type].kind
    if one.modality == "negated" and one.act.rule != "noun" and kind in ("assist", "meet", "yield", "deal"):
        if modalities.refuses(one.act):
            mode = known.modes.get((one.type, one.mode))
            one.tags = one.tags | {kind}
            one.type, one.mode = "REJECT", mode.as_reject if mode is not None else None
            one.modality, one.rule = "asserted", "will-not"
    elif one.modality == "future":
        into = known.types[one.type].fold
        if into is not None:
            one.tags = one.tags | {kind}
            one.modality = "future" if one.act.kind == "deal" else "asserted"
            one.type, one.mode, one.rule = into, None, "future-fold"
        elif kind == "hostile" and is_conditional(one.act.head, scene):
            mode = known.modes.get((one.type, one.mode))
            one.type, one.mode = "THREATEN", mode.as_threat if mode is not None else None
            one.modality, one.rule = "asserted", "conditional-threat"


def is_conditional(verb: int, scene: Scene) -> bool:
    """Tell whether a clause hangs on a condition ("unless a truce holds")."""
    s = scene.s
    for up in (verb, s.heads[verb]):
        for c in s.children[up]:
            if s.deps[c] == "advcl" and any(s.deps[m] == "mark" and s.lowers[m] in ("if", "unless") for m in s.children[c]):
                return True
    return False


def is_event(one: Coded, scene: Scene, domains: frozenset[str]) -> bool:
    """Tell whether an act is a political event: some party takes part, and the sentence is not of another world."""
    heads = (*one.actors, *one.recipients)
    real = [i for i in heads if "PARTY" in scene.classes(i) or i in scene.covered or scene.s.words[i][:1].isupper()]
    if not real:
        return False
    standings = [political_standing(i, scene) for i in real]
    if one.type not in HARD_TYPES:
        if PUBLIC not in standings and "business" in domains:
            return False
        if "market" in domains and (one.act.rule in ("model", "noun") or one.confidence < MARKET_CHANCE or standings.count(PUBLIC) < 2):
            return False
    return not is_silenced(one.act, domains, political=PUBLIC in standings)


HARD_TYPES = frozenset(("PROTEST", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN"))
PUBLIC, PRIVATE, UNKNOWN = "public", "private", "unknown"
PRIVATE_SECTORS = frozenset(("BUS", "CVL", "AGR", "EDU", "CRM", "MED"))
POLITICAL = frozenset("troops police militia peacekeepers diplomat official government institution".split())


def political_standing(i: int, scene: Scene) -> str:
    """Tell whether the party at `i` is public (a state, its organs, an organisation, an armed group) or private."""
    mention = scene.mentions.get(i) or scene.covered.get(i)
    if mention is not None:
        party = mention.party
        if party.sectors:
            return PRIVATE if PRIVATE_SECTORS.issuperset(party.sectors) else PUBLIC
        if party.country:
            return PUBLIC
    if not POLITICAL.isdisjoint(scene.classes(i)):
        return PUBLIC
    if mention is None and scene.s.tags[i].startswith("NNP") and not scene.mentions:
        return PUBLIC
    return UNKNOWN


def record(
    reading: Reading, sentence: Sentence, scene: Scene, casting: Casting, coded: list[Coded]
) -> list[Event]:
    """Turn what was decided into Event records, without doubles."""
    times = times_in(reading, sentence)
    statements = [x for x in reading.statements if any(a < sentence.span[1] and b > sentence.span[0] for a, b in x.content.spans)]
    events: list[Event] = []
    seen: set[tuple[object, ...]] = set()
    for one in coded:
        actors = distinct([casting.party(i) for i in one.actors])
        recipients = [p for p in distinct([casting.party(i) for i in one.recipients]) if p not in actors]
        time = time_of(sentence, times, one.act.head)
        dated = time is not None and reading.article.published is not None
        if one.modality == "asserted" and (time.historical if time and dated else is_long_ago(sentence, one.act.head)):
            one.modality = "historical"
        key = (one.type, one.mode, tuple(p.name or p.text for p in actors), tuple(p.name or p.text for p in recipients))
        if key in seen:
            continue
        seen.add(key)
        contexts = find_contexts(scene, one.act)
        events.append(make_event(reading, sentence, one, (tuple(actors), tuple(recipients)), contexts, date_of(time), statements))
    return events


def make_event(
    reading: Reading,
    sentence: Sentence,
    one: Coded,
    parties: tuple[tuple[Party, ...], tuple[Party, ...]],
    contexts: tuple[str, ...],
    date: str | None,
    statements: list[Statement],
) -> Event:
    """Make the record of one event."""
    head = one.act.head
    start, end = sentence.starts[head], sentence.ends[head]
    trigger = Trigger(reading.article.text[start:end], (start, end))
    claim = next((x.id for x in statements if any(a <= start and end <= b for a, b in x.content.spans)), None)
    return Event(
        id=content_id("e-", reading.article.id, start, one.type, one.mode, *[p.text for side in parties for p in side]),
        type=one.type,
        mode=one.mode,
        contexts=contexts,
        cameo=cameo_of(one.type, one.mode, one.tags, contexts),
        score=score_of(one.type, one.mode),
        actors=parties[0],
        recipients=parties[1],
        symmetric=one.symmetric,
        modality=typed(Modality, one.modality),
        attributed_to=claim,
        date=date,
        place=place_of(reading, sentence, head),
        trigger=trigger,
        sentence=sentence.span,
        confidence=round(one.confidence, 3),
        rule=one.rule,
        runner_up=one.runner_up,
    )


def distinct(parties: list[Party]) -> list[Party]:
    """Drop parties that name the same one again."""
    found: list[Party] = []
    for party in parties:
        if not any(party.span == other.span or (party.name is not None and party.name == other.name) for other in found):
            found.append(party)
    return found
