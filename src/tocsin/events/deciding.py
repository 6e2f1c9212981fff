"""Decides which acts of a sentence are events, and of which type, modality and cast.

Algorithm: propose the words that can carry an act (candidates/), framed (acts.py) or open; let the model judge each;
settle between frame and model; read modality and cast; apply PLOVER's folds (a future meeting is AGREE, "will not lift"
is REJECT, "will attack unless" is THREATEN); keep silent where abstention.py says so.
"""

from __future__ import annotations

from tocsin.events import abstention
from tocsin.events.acts import Act, Acts
from tocsin.events.candidates import NULL, Verdict, Weigher, has_side, propose, weights
from tocsin.events.details import calibrate, standing
from tocsin.events.modality import Modalities
from tocsin.events.ontology import ontology
from tocsin.events.scene import Scene
from tocsin.events.slots import Cast, Casting

OPEN_CHANCE = 0.4
LONG_ARTICLE = 12  # sentences; beyond, most verbs explain rather than report
LONG_OPEN_CHANCE = 0.7
UNFIT_CHANCE = 0.65  # for a verb that has frames of which none holds
UNFIT_OPERATOR = 0.9  # for one of warning, whose content is no act of its own
JOINT_NULL = 0.9
OPEN_ODDS = 1.0
RETYPE_CHANCE = 0.95
EMPTY: frozenset[str] = frozenset()
MEANS = ("drone", "aerial", "heavy-weapons", "explosives", "firearms", "primitive")
CONTENTS = ("yield", "meet", "assist")
SHARING = frozenset(("ACCUSE", "SANCTION", "CONCEDE", "REJECT", "REQUEST", "THREATEN", "COERCE", "ASSAULT"))
ASKING = frozenset(("REQUEST", "ACCUSE", "THREATEN"))
ASKED_BY = frozenset(("at", "on", "upon", "despite", "after", "following", "amid", "under"))
RESULTS = frozenset(("kill", "wound", "injure", "destroy", "maim", "set", "damage", "hurt"))
GIVEN = frozenset(("SUPPORT", "COOPERATE", "AID", "AGREE", "REQUEST"))  # what is nothing without somebody who gives it
TOGETHER = frozenset(("side", "shoulder", "hand", "combined", "mixed", "shared"))


class Coded:
    """An act with everything decided about it, before it becomes a record.

    `because` is the token that weakens its modality, `chance` the model's probability of the type that it was given,
    `ranked` the sides that the model of the sides corrected, each with its probability.
    """

    __slots__ = (
        "act", "actors", "because", "chance", "confidence", "modality", "mode", "ranked", "recipients", "rule",
        "runner_up", "symmetric", "tags", "type",
    )  # fmt: skip

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
        self.because: int | None = None
        self.chance = 0.0
        self.confidence = 0.0
        self.runner_up: tuple[str, float] | None = None
        self.ranked: dict[str, float] = {}


def least_chance(sentences: int) -> float:
    """Return the probability that the model needs for an act without a frame, in an article of so many sentences.

    In a report of a few sentences most verbs with parties tell what happened; in a long article few do, and below seven
    in ten the model was right in one case out of eight.
    """
    return OPEN_CHANCE if sentences <= LONG_ARTICLE else LONG_OPEN_CHANCE


def decide(
    scene: Scene, acts: Acts, casting: Casting, topic: str | None = None, least: float = OPEN_CHANCE
) -> list[Coded]:
    """Return the events of a sentence, with type, modality and cast decided.

    `topic` says what the article is about: "markets", "politics", or None for anything else; `least` is the probability
    that the model needs for an act without a frame.
    """
    short = least < LONG_OPEN_CHANCE
    candidates = propose(scene, acts, broadly=short)
    proposed = [(head, act) for head, act in candidates if act is None or has_side(act, scene, casting)]
    if not proposed:
        return []
    modalities = Modalities(scene, acts)
    domains = abstention.silent_domains(scene)
    if topic == "markets":
        domains |= {"business", "market"}
    elif topic == "politics":
        domains -= {"crime"}
    weigher = Weigher(scene)
    coded: list[Coded] = []
    known = weights().open_verbs
    for head, framed in proposed:
        joint = (framed is None or framed.type in ("MOBILIZE", "AID")) and is_joint(head, scene, casting)
        if framed is None and not (short or joint or scene.lemmas[head] in known):
            continue
        verdict = weigher.judge(head, framed, domains)
        if joint and verdict.chances[NULL] < JOINT_NULL:
            act: Act | None = Act(head, "COOPERATE", None, "joint")
        else:
            act = settle(head, framed, verdict, weigher, max(least, unfit_chance(head, scene)))
        if act is None:
            continue
        modality = modalities.of(act)
        cast = casting.cast(act)
        if act.rule == "joint":
            cast = Cast(cast.actors, [], True)
        one = Coded(act, modality, cast)
        if act.rule == "noun" and act.type in ASKING and one.actors and not one.recipients:
            one.recipients = asked(act.head, scene, casting)
            at_request = scene.s.lowers[scene.s.heads[act.head]] == "at" and act.type == "REQUEST"
            if one.recipients and at_request and one.mode is None:
                one.mode = "assist"  # what is done at somebody's request is done for him
        one.because = modalities.because
        one.chance = verdict.chances[act.type]
        object_by_state(one, scene)
        if abstention.is_brought_to_trial(act, one.actors, one.recipients, scene):
            one.type, one.mode = "COERCE", "arrest"
        if one.mode in (None, "change") or act.rule.startswith("model"):  # the words around tell more than the model
            one.mode = mode_by_words(one, scene) or one.mode
        fold(one, modalities, scene)
        if modality != "topic" and is_whole(one, scene) and not keeps_silent(one, scene, domains, verdict, topic):
            join_exercise(one, scene)
            one.runner_up = runner_up(verdict, act.type)
            sides = (bool(one.actors), bool(one.recipients or one.symmetric))
            one.confidence = calibrate(standing(act, sides, scene) * (0.7 + 0.3 * one.chance))
            coded.append(one)
    for one in coded:
        if one.type in ("THREATEN", "REJECT") and not has_country(one.recipients, casting):
            one.recipients = casting.awaited(one.act, one.actors) or one.recipients
    share_recipients(coded, scene, casting)
    coded = without_results_of_attacks(without_moves_of_attackers(coded), scene)
    return without_demands_of_protesters(coded, scene)


def unfit_chance(head: int, scene: Scene) -> float:
    """Return the probability that the model needs for a verb that has frames of which none holds; 0 without any."""
    frames = scene.lex.frames.get(scene.lemmas[head])
    if not frames:
        return 0.0
    return UNFIT_OPERATOR if any(frame.operator == "warn" for frame in frames) else UNFIT_CHANCE


def is_joint(head: int, scene: Scene, casting: Casting) -> bool:
    """Tell whether parties of several countries do something together ("Peru and Chile jointly cleared mines")."""
    s = scene.s
    if s.tags[head][0] != "V":
        return False
    clause = scene.clause(head)
    if clause.subj is None or clause.passive:
        return False
    marks = [c for c in s.children[head] if s.deps[c] in ("advmod", "npadvmod", "prep")]
    if clause.obj is not None:
        marks.extend(c for c in s.children[clause.obj] if s.deps[c] == "amod")
    if not any(scene.lemmas[c] in TOGETHER or "jointcue" in scene.lex.classes.get(scene.lemmas[c], ()) for c in marks):
        return False
    parties = [party for i in casting.parties([clause.subj], thing=False) for party in casting.parties_at(i)]
    return len({party.country for party in parties} - {None}) > 1


def settle(head: int, framed: Act | None, verdict: Verdict, weigher: Weigher, least: float) -> Act | None:
    """Decide between frame and model: which act a candidate is, or none.

    The model alone decides where no frame holds. A frame stands unless it is weak or general and the model is sure of
    another type.
    """
    best, chance = verdict.best
    if framed is None:
        if best == NULL or chance < least or chance < OPEN_ODDS * verdict.chances[NULL]:
            return None
        return Act(head, best, weigher.mode(best, verdict), "model")
    sure = best not in (NULL, framed.type) and chance > RETYPE_CHANCE and framed.rule in abstention.MODEL_MAY_CORRECT
    if sure and (framed.is_weak or framed.frame is None or len(framed.frame.tests) < 2):
        framed.type, framed.mode, framed.kind = best, weigher.mode(best, verdict), ontology().types[best].kind
        framed.rule = framed.rule if framed.rule == "noun" else "model-over-frame"
    return framed


def runner_up(verdict: Verdict, chosen: str) -> tuple[str, float] | None:
    """Return the likeliest other type with its probability, where it has at least one chance in twenty."""
    others = ((chance, kind) for kind, chance in verdict.chances.items() if kind not in (chosen, NULL))
    chance, kind = max(others)
    return (kind, chance) if chance >= 0.05 else None


def is_whole(one: Coded, scene: Scene) -> bool:
    """Tell whether an act has the sides that it needs: a pair for some nouns and verbs, a giver for what is given."""
    act = one.act
    flags = act.noun.flags if act.rule == "noun" and act.noun is not None else act.frame.flags if act.frame else EMPTY
    if "pair" in flags:
        return one.symmetric or bool(one.actors and one.recipients)
    if one.actors or act.rule == "noun":
        return True
    if "flip" in flags:
        return one.type != "REQUEST"
    if act.rule == "operator-allow" or scene.lemmas[act.head] in ("force", "compel", "responsible"):
        return False
    return not (one.type in GIVEN and (one.type != "AID" or act.is_weak) and scene.clause(act.head).passive)


def keeps_silent(one: Coded, scene: Scene, domains: frozenset[str], verdict: Verdict, topic: str | None) -> bool:
    """Tell whether abstention speaks against an event."""
    if not abstention.is_event(one.act, one.type, one.actors, one.recipients, scene):
        return True
    standings = [abstention.political_standing(i, scene) for i in (*one.actors, *one.recipients)]
    of_state = abstention.is_act_of_state(one.act, scene)
    foreigner = of_state and any(abstention.is_foreigner(i, scene) for i in one.recipients)
    if abstention.is_silenced(one.act, one.type, standings, domains, one.chance, against_foreigner=foreigner):
        return True
    if foreigner or (of_state and "crime" not in domains and abstention.is_political_sentence(scene)):
        return False  # what a state does to people is no matter for the model to weigh
    return abstention.is_vetoed(one.act, standings, verdict.chances[NULL], in_politics=topic == "politics")


def fold(one: Coded, modalities: Modalities, scene: Scene) -> None:
    """Apply PLOVER's folds: a future meeting, aid or support is AGREE, a future retreat CONCEDE, "will not" a refusal.

    What a condition hangs on ("will attack unless ...") is a threat.
    """
    known = ontology()
    kind = known.types[one.type].kind
    mode = known.modes.get((one.type, one.mode))
    if one.type == "AGREE" and one.act.frame is not None and one.act.frame.type == "CONSULT":
        turn_to_host(one)  # the model saw that the visit is to come
    if one.modality == "negated" and one.act.rule != "noun" and kind in ("assist", "meet", "yield", "deal"):
        if modalities.refuses(one.act):
            if one.type == "CONSULT" and one.recipients and is_host(one.act):
                one.actors, one.recipients = one.recipients, one.actors
            one.type, one.mode = "REJECT", mode.as_reject if mode is not None else None
            one.modality, one.rule = "asserted", "will-not"
            if scene.lemmas[scene.s.heads[one.act.head]] in ("warn", "threaten"):
                one.type, one.mode = "THREATEN", None
    elif one.modality == "future":
        if known.types[one.type].fold is not None:
            fold_future(one)
        elif one.type == "THREATEN" or (one.type in ("AGREE", "CONCEDE") and one.act.rule.startswith("model")):
            one.modality = "asserted"
        elif kind in ("hostile", "protest") and is_conditional(one.act.head, scene):
            threaten(one)
    elif one.modality == "hypothetical" and kind in ("hostile", "protest") and is_warning(one.act.head, scene):
        threaten(one)
    if one.type != one.act.type:
        one.tags = one.tags | {kind}


def threaten(one: Coded) -> None:
    """Turn a hostile act that hangs on a condition into THREATEN."""
    mode = ontology().modes.get((one.type, one.mode))
    threat = mode.as_threat if mode is not None else None
    one.type, one.mode, one.modality, one.rule = "THREATEN", threat, "asserted", "conditional-threat"


def is_warning(verb: int, scene: Scene) -> bool:
    """Tell whether a sentence of reported speech says what somebody "would" do if another does not yield."""
    s = scene.s
    would = any(s.deps[c] == "aux" and s.lowers[c] in ("would", "will") for c in s.children[verb])
    return would and is_conditional(verb, scene) and not scene.words["tellers"].isdisjoint(scene.vocabulary)


def turn_to_host(one: Coded) -> None:
    """Make the host the actor of a visit that is yet to come: to announce a guest is the host's act."""
    if one.recipients and is_host(one.act):
        one.actors, one.recipients = one.recipients, one.actors


def fold_future(one: Coded) -> None:
    """Turn what is yet to come into what announcing it is: AGREE, or CONCEDE."""
    into = ontology().types[one.type].fold
    if into is not None:
        if one.type == "CONSULT":
            turn_to_host(one)
        one.modality = "future" if one.act.kind == "deal" else "asserted"
        one.type, one.mode, one.rule = into, None, "future-fold"


def mode_by_words(one: Coded, scene: Scene) -> str | None:
    """Return a mode that the words around an act tell: the means of an attack, the content of a demand, a mediator."""
    words = scene.words
    if one.type == "ASSAULT" and (one.mode is None or one.act.rule.startswith("model")):
        vocabulary = scene.vocabulary
        return next((mode for mode in MEANS if not words["by " + mode].isdisjoint(vocabulary)), None)
    if one.type == "REQUEST" and one.act.rule.startswith("operator"):
        lemmas = [scene.lemmas[i] for i in one.act.used]
        return next((mode for mode in CONTENTS if not words["to " + mode].isdisjoint(lemmas)), None)
    if one.type == "CONSULT" and one.mode is None and not words["mediating"].isdisjoint(scene.vocabulary):
        return "third-party"
    return None


def object_by_state(one: Coded, scene: Scene) -> None:
    """Turn a protest of a state's own organs, who do not march, into ACCUSE."""
    called = one.mode == "strike" and one.act.rule != "noun" and scene.lemmas[one.act.head] in ("call", "announce")
    if one.type != "PROTEST" or not (called or one.mode in ("demo", None)) or not one.actors:
        return
    s = scene.s
    if any(s.deps[i] in ("amod", "compound", "nmod") for i in one.actors):
        return  # "Iranian protests" are held in Iran
    if all("STATE" in scene.classes(i) for i in one.actors):
        one.type, one.mode, one.tags = "ACCUSE", "disapprove", one.tags | {"accuse"}


def is_host(act: Act) -> bool:
    """Tell whether the subject of a visit's verb is the host ("received the envoy")."""
    return act.frame is not None and "subj" not in act.frame.actor


def is_conditional(verb: int, scene: Scene) -> bool:
    """Tell whether a clause hangs on a condition ("unless a truce holds")."""
    s = scene.s
    for up in (verb, s.heads[verb]):
        for c in s.children[up]:
            if s.deps[c] == "advcl" and any(
                s.deps[m] == "mark" and s.lowers[m] in ("if", "unless") for m in s.children[c]
            ):
                return True
    return False


def join_exercise(one: Coded, scene: Scene) -> None:
    """Turn an exercise that forces of several countries hold into COOPERATE."""
    if one.type != "MOBILIZE" or "exercise" not in one.tags:
        return
    mentions = [mention for i in one.actors if (mention := scene.mentions.get(i) or scene.covered.get(i)) is not None]
    if len({party.country for mention in mentions for party in mention.parts or (mention.party,)} - {None}) > 1:
        one.type, one.mode, one.symmetric = "COOPERATE", None, True


def without_moves_of_attackers(coded: list[Coded]) -> list[Coded]:
    """Drop a military move that a report of force includes: the same side's MOBILIZE beside its ASSAULT."""
    attackers = [one for one in coded if one.type == "ASSAULT" and one.modality == "asserted"]
    if not attackers:
        return coded
    sides = {i for one in attackers for i in one.actors}
    return [
        one
        for one in coded
        if one.type != "MOBILIZE" or one.modality != "asserted" or not sides.intersection(one.actors)
    ]


def has_country(heads: list[int], casting: Casting) -> bool:
    """Tell whether the text tells the country of one of the parties at `heads`."""
    return any(party.country for i in heads for party in casting.parties_at(i))


def is_someone(heads: list[int], scene: Scene) -> bool:
    """Tell whether one of the recipients at `heads` is somebody, and not a deed or a thing as written."""
    return any("PARTY" in scene.classes(i) or i in scene.covered for i in heads)


def asked(noun: int, scene: Scene, casting: Casting) -> list[int]:
    """Return whom a request asks that somebody acts on: "the army landed at the request of the premier"."""
    s = scene.s
    prep = s.heads[noun]
    verb = s.heads[prep]
    if (
        s.deps[noun] != "pobj"
        or scene.lemmas[noun] == "invitation"
        or s.lowers[prep] not in ASKED_BY
        or s.tags[verb][0] != "V"
    ):
        return []
    clause = scene.clause(verb)
    subject = None if clause.passive else clause.subj
    return [] if subject is None else casting.parties([subject], thing=False)


def share_recipients(coded: list[Coded], scene: Scene, casting: Casting) -> None:
    """Give an act without a recipient that of the act before it, which the same actors do in the same breath.

    "Oslo recalled its envoy from Lima and called for an embargo": such an act goes on against the same party.
    """
    s = scene.s
    by_head = {one.act.head: one for one in coded}
    for one in coded:
        if one.type not in SHARING or one.symmetric or s.deps[one.act.head] != "conj":
            continue
        if one.recipients and (one.type in ("ASSAULT", "COERCE") or is_someone(one.recipients, scene)):
            continue
        before = by_head.get(s.heads[one.act.head])
        if before is None or before.symmetric or before.actors != one.actors or before.type not in SHARING:
            continue
        if has_country(before.recipients, casting):
            one.recipients = before.recipients


def without_results_of_attacks(coded: list[Coded], scene: Scene) -> list[Coded]:
    """Join an attack with its result ("bombed a market, killing 14", "were wounded when gunmen ambushed them").

    The attack names who did it; who was killed or wounded is added to its recipients, or stands for them.
    """
    attacks = {one.act.head: one for one in coded if one.type == "ASSAULT" and one.modality == "asserted"}
    if len(attacks) < 2:
        return coded
    s = scene.s
    dropped: set[int] = set()
    for head, one in attacks.items():
        other = attacks.get(s.heads[head])
        if other is None or s.deps[head] != "advcl" or other is one:
            continue
        if (
            s.tags[head] == "VBG"
            and scene.lemmas[head] in RESULTS
            and (not one.actors or one.actors in (other.actors, other.recipients))
        ):
            other.recipients = [*other.recipients, *(i for i in one.recipients if i not in other.recipients)]
            dropped.add(head)
        elif scene.clause(other.act.head).passive and not other.actors and one.actors:
            other.actors, other.mode = one.actors, other.mode or one.mode
            dropped.add(head)
    return [one for one in coded if one.act.head not in dropped]


def without_demands_of_protesters(coded: list[Coded], scene: Scene) -> list[Coded]:
    """Drop what a protest demands as an event of its own; whom it addresses is the protest's recipient."""
    protests = {one.act.head: one for one in coded if one.type == "PROTEST"}
    if not protests:
        return coded
    kept: list[Coded] = []
    for one in coded:
        verbal = one.type in ("REQUEST", "ACCUSE") and one.act.rule != "noun"
        protest = protests.get(governing_protest(one.act.head, scene, protests)) if verbal else None
        if protest is None:
            kept.append(one)
        elif one.recipients:
            protest.recipients = one.recipients
    return kept


def governing_protest(verb: int, scene: Scene, protests: dict[int, Coded]) -> int:
    """Return the protest that a non-finite verb hangs on ("marched, demanding ..."), or -1."""
    s = scene.s
    up = verb
    for _ in range(3):
        if s.deps[up] not in ("advcl", "acl", "xcomp", "pcomp", "prep", "conj") or s.tags[up] in ("VBD", "VBZ", "VBP"):
            return -1
        up = s.heads[up]
        if up in protests:
            return up
    return -1
