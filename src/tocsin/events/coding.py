"""Codes the events of a reading: who did what to whom, and whether it happened.

Algorithm: sentences without a word that can carry an act are skipped at once; the others are decided one by one
(deciding.py), and what was decided becomes records with contexts, date, place and the statement that claims it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import cast as typed

import msgspec

from tocsin.events.abstention import is_market_report, is_political_article, is_public, silent_domains
from tocsin.events.acts import Acts
from tocsin.events.contexts import context_cues, find_contexts
from tocsin.events.deciding import LONG_ARTICLE, Coded, decide, fold_future, least_chance
from tocsin.events.details import (
    date_of,
    eras_in,
    is_ahead,
    is_long_ago,
    place_of,
    spans_in,
    tense_of,
    time_of,
    times_in,
)
from tocsin.events.ontology import cameo_of, score_of
from tocsin.events.patterns import lexicon
from tocsin.events.scene import Scene
from tocsin.events.slots import Cast, Casting, Ranking, sides_of
from tocsin.records import Event, Mention, Modality, Party, Reading, Sentence, Statement, Trigger
from tocsin.text import content_id

FORMER = re.compile(
    r"\b(?:previous|former|ousted|toppled) (?:\w+ )?(?:regime|government|administration|rulers?|junta)\b"
)
CODED_KINDS = frozenset(("headline", "subhead", "caption", "body"))
FIRST_PERSON = frozenset(("i", "we", "us", "me", "our", "my", "ourselves", "myself"))
SPOKEN = {
    "accuse": "ACCUSE", "deny": "REJECT", "reject": "REJECT", "demand": "REQUEST", "urge": "REQUEST",
    "threaten": "THREATEN", "promise": "AGREE", "offer": "AGREE", "agree": "AGREE", "praise": "SUPPORT",
}  # fmt: skip
DECIDING = ("decid", "resolv")  # to decide is to act, not to claim
NO_MENTIONS: Mapping[int, Mention] = {}


def code_events(reading: Reading) -> tuple[Event, ...]:
    """Return the events of a reading in text order.

    Works on records only; where the reading has no mentions, parties are noun phrases as written.
    """
    events: list[Event] = []
    resolved = any(reading.mentions)
    topic = topic_of(reading)
    for sentence in reading.sentences:
        if resolved and not reading.mentions[sentence.index] and not counts_people(sentence):
            continue  # the party room found nobody who could act
        if sentence.words and sentence.kind in CODED_KINDS and may_hold_events(sentence):
            for event, coded in code_sentence(reading, sentence, topic)[1]:
                if event.type == "REJECT" and not event.recipients and denies_charge(coded):
                    event = towards_accuser(event, events)
                if not tells_on(event, events):
                    events.append(event)
    if topic != "markets":
        events.extend(acts_of_statements(reading, events))
    events.sort(key=lambda event: event.trigger.span)
    return with_dates(reading, events)


def acts_of_statements(reading: Reading, coded: list[Event]) -> list[Event]:
    """Return the events that statements are where no frame saw them: an accusation, a denial, a demand, a promise.

    Only a known speaker who speaks to, or of, another party does something to somebody; a sentence in which an event of
    the type, or one triggered by the cue, is coded already has it.
    """
    found: list[Event] = []
    long = len(reading.sentences) > LONG_ARTICLE  # who is spoken of there need not be whom the statement is aimed at
    for statement in reading.statements:
        kind, speaker, cue = SPOKEN.get(statement.act), statement.speaker, statement.cue
        if kind is None or speaker is None or cue is None or not (speaker.country or speaker.name):
            continue
        if "JRN" in speaker.sectors:
            continue
        index = bisect_right(reading.sentences, cue.span[0], key=lambda sentence: sentence.span[0]) - 1
        sentence = reading.sentences[index]
        start, end = cue.span
        if index < 0 or not sentence.words or end > sentence.span[1] or any(
            event.sentence == sentence.span
            and (event.type == kind or (event.trigger.span[0] < end and start < event.trigger.span[1]))
            for event in (*coded, *found)
        ):  # fmt: skip
            continue
        addressee = statement.addressee
        told = addressee is not None and addressee.country and "JRN" not in addressee.sectors
        heard = (addressee,) if addressee is not None and told else () if long else statement.targets
        recipients = tuple(party for party in heard if party.key != speaker.key and party.country)[:2]
        worlds = silent_domains(Scene(sentence, NO_MENTIONS, frozenset())) if recipients else ()
        if recipients and not worlds and is_public(speaker):
            found.append(spoken_event(reading, sentence, statement, kind, recipients))
    return found


def spoken_event(
    reading: Reading, sentence: Sentence, statement: Statement, kind: str, recipients: tuple[Party, ...]
) -> Event:
    """Make the record of what a statement does."""
    speaker, cue = statement.speaker, statement.cue
    assert speaker is not None
    assert cue is not None
    head = bisect_right(sentence.starts, cue.span[0]) - 1
    contexts = find_contexts(sentence, context_cues(sentence), max(0, head), kind, None)
    return Event(
        id=content_id("e-", reading.article.id, cue.span[0], kind, statement.act, speaker.text),
        type=kind, mode=None, contexts=contexts, cameo=cameo_of(kind, None, frozenset(), contexts),
        score=score_of(kind, None), actors=(speaker,), recipients=recipients, symmetric=False,
        modality="future" if statement.tense == "future" else "asserted", attributed_to=None, date=None, place=None,
        trigger=Trigger(cue.text, cue.span), sentence=sentence.span, confidence=round(0.6 * statement.confidence, 3),
        rule="statement",
    )  # fmt: skip


def with_dates(reading: Reading, events: list[Event]) -> tuple[Event, ...]:
    """Date the asserted events that name no day: told on from one that does, else of the day of publication.

    Only what is told in the simple past, or reported in the present perfect, is dated so.
    """
    published = reading.article.published
    if published is None:
        return tuple(events)
    of_span = {sentence.span: sentence for sentence in reading.sentences}
    told: dict[int, str] = {}  # the day that a sentence tells of
    past: dict[int, int] = {}  # the last sentence of a block that tells of years back
    dated: list[Event] = []
    for event in events:
        sentence = of_span[event.sentence]
        if event.modality == "historical":
            past[sentence.block] = sentence.index
        elif tells_on_of_the_past(event, sentence, reading, past):
            event = msgspec.structs.replace(event, modality="historical")
            past[sentence.block] = sentence.index
        if event.date is not None:
            if event.modality == "asserted" and len(event.date) == 10:
                told.setdefault(sentence.index, event.date)
        elif event.modality == "asserted" and event.rule != "noun":
            tense = tense_of(sentence, bisect_left(sentence.starts, event.trigger.span[0]))
            before = [told[i] for i in range(sentence.index, sentence.index - 3, -1) if i in told]
            if tense == "past" and before:
                event = msgspec.structs.replace(event, date=before[0], date_from="story")
                told.setdefault(sentence.index, before[0])
            elif tense in ("past", "perfect"):
                event = msgspec.structs.replace(event, date=published[:10], date_from="published")
        dated.append(event)
    return tuple(dated)


def tells_on_of_the_past(event: Event, sentence: Sentence, reading: Reading, past: Mapping[int, int]) -> bool:
    """Tell whether an event goes on with what the sentence before it in the paragraph tells of years back.

    It does in the simple past, in a sentence without a time of its own.
    """
    if event.modality != "asserted" or event.date is not None or event.rule in ("noun", "statement"):
        return False
    last = past.get(sentence.block)
    if last is None or not 0 < sentence.index - last < 3 or times_in(reading, sentence):
        return False
    return tense_of(sentence, bisect_left(sentence.starts, event.trigger.span[0])) == "past"


def counts_people(sentence: Sentence) -> bool:
    """Tell whether a sentence begins with a number that stands for people ("Eleven were detained")."""
    return bool(sentence.words) and (sentence.tags[0] == "CD" or sentence.lemmas[0] in lexicon().words["crowds"])


def topic_of(reading: Reading) -> str | None:
    """Return what an article is about as far as abstention cares: "markets", "politics" or None."""
    if is_market_report(reading.sentences):
        return "markets"
    return "politics" if is_political_article(reading) else None


def denies_charge(coded: Coded) -> bool:
    """Tell whether a rejection answers an accusation: of a charge, or by calling it a lie."""
    return "charge" in coded.tags or (coded.act.frame is not None and "speaker" in coded.act.frame.actor)


def tells_on(event: Event, before: list[Event]) -> bool:
    """Tell whether an event only tells on of the meeting before it ("They talked for five hours")."""
    if event.type != "CONSULT" or any(party.text.lower() != "they" for party in event.actors):
        return False
    sides = {party.country for party in event.actors}
    return any(one.type == "CONSULT" and {p.country for p in one.actors} == sides for one in before[-3:])


def towards_accuser(denial: Event, before: list[Event]) -> Event:
    """Give a denied accusation its recipient: who accused the denier's side last, at most some sentences before."""
    own = {party.country for party in denial.actors if party.country}
    for event in reversed(before[-6:]):
        if event.type == "ACCUSE" and event.actors and event.actors != denial.actors:
            accused = {party.country for party in event.recipients if party.country}
            if not accused or not own or accused & own:
                return msgspec.structs.replace(denial, recipients=event.actors)
    return denial


def may_hold_events(sentence: Sentence) -> bool:
    """Tell quickly whether a sentence has a word that can carry an act."""
    lex = lexicon()
    return not lex.triggers.isdisjoint(sentence.lemmas) or not lex.act_heads.isdisjoint(sentence.lemmas)


def code_sentence(reading: Reading, sentence: Sentence, topic: str | None) -> tuple[Scene, list[tuple[Event, Coded]]]:
    """Return the events of one parsed sentence, each with what was decided about it, and the scene of it all."""
    mentions = reading.mentions[sentence.index] if sentence.index < len(reading.mentions) else NO_MENTIONS
    scene = Scene(sentence, mentions, places_in(reading, sentence))
    acts = Acts(scene)
    casting = Casting(scene, acts, reading.article.text)
    coded = decide(scene, acts, casting, topic, least_chance(len(reading.sentences)))
    if coded:
        rank_sides(Ranking(scene, casting, firmly=len(reading.sentences) > LONG_ARTICLE), coded)
    return scene, record(reading, scene, casting, coded) if coded else []


def rank_sides(ranking: Ranking, coded: list[Coded]) -> None:
    """Let the model of the sides fill what the slots left open in each event, or overrule a weak choice of theirs."""
    for one in coded:
        cast = Cast(one.actors, one.recipients, one.symmetric)
        one.ranked = ranking.revise(one.act.head, one.rule, one.type, cast)
        one.actors, one.recipients = cast.actors, cast.recipients


def places_in(reading: Reading, sentence: Sentence) -> frozenset[int]:
    """Return the last token of each place that lies in a sentence."""
    ends = {place.span[1] for place in reading.places if sentence.span[0] <= place.span[0] < sentence.span[1]}
    return frozenset(i for i, end in enumerate(sentence.ends) if end in ends) if ends else frozenset()


def record(reading: Reading, scene: Scene, casting: Casting, coded: list[Coded]) -> list[tuple[Event, Coded]]:
    """Turn what was decided into Event records, without doubles."""
    sentence = scene.s
    times = times_in(reading, sentence)
    statements = [
        x for x in reading.statements if any(a < sentence.span[1] and b > sentence.span[0] for a, b in x.content.spans)
    ]
    cues, eras, spans = context_cues(sentence), eras_in(sentence), spans_in(sentence, times)
    found: list[tuple[Event, Coded]] = []
    seen: set[tuple[object, ...]] = set()
    for one in coded:
        claim = claim_of(statements, sentence.starts[one.act.head])
        speaker = claim.speaker if claim is not None else None
        if one.type == "ACCUSE" and one.act.frame is not None and "speaker" in one.act.frame.actor:
            claim = None  # to say it is the act
        actors = distinct([spoken(p, speaker) for i in one.actors for p in casting.parties_at(i)])
        recipients = distinct([spoken(p, speaker) for i in one.recipients for p in casting.parties_at(i)])
        actors, recipients = sides_of(actors, recipients, reading), sides_of(recipients, actors, reading)
        recipients = [p for p in recipients if p not in actors]
        if speaker is not None and goes_on(scene, one.act.head) and any(p.country == speaker.country for p in actors):
            claim = None
        if len(actors) > len(one.actors) and not recipients and is_mutual(one):
            one.symmetric = True
        key = (
            one.type,
            one.mode,
            one.modality,
            tuple(p.name or p.text for p in actors),
            tuple(p.name or p.text for p in recipients),
        )
        if key in seen:
            continue
        seen.add(key)
        time = time_of(sentence, times, one.act.head)
        if one.modality == "asserted":
            dated = time is not None and reading.article.published is not None
            past = time.historical if time is not None and dated else is_long_ago(sentence, eras, one.act.head)
            head = one.act.head
            lasts = sentence.tags[head] == "VBG" and any(sentence.deps[c] == "aux" for c in sentence.children[head])
            past = past or in_office_then(one, actors)
            if past or (spans and not lasts and is_long_ago(sentence, spans, one.act.head)):
                one.modality = "historical"
            elif time is not None and is_ahead(time, reading.article.published, sentence.tags[one.act.head]):
                one.modality = "future"
                fold_future(one)
        contexts = find_contexts(sentence, cues, one.act.head, one.type, one.mode)
        sides = (tuple(actors), tuple(recipients))
        found.append(
            (
                make_event(
                    reading, sentence, one, sides, contexts, (date_of(time), claim.id if claim is not None else None)
                ),
                one,
            )
        )
    return found


def in_office_then(one: Coded, actors: list[Party]) -> bool:
    """Tell whether an act of state is that of somebody who has left office since ("Lincoln blockaded the ports")."""
    return one.type in ("ASSAULT", "MOBILIZE", "SANCTION", "COERCE") and any(
        (party.name is not None and "ELI" in party.sectors and party.country is not None)
        or FORMER.search(party.text) is not None
        for party in actors
    )


def goes_on(scene: Scene, verb: int) -> bool:
    """Tell whether a verb of speech goes on from another in the past ("said it had no part and condemned the raid")."""
    s = scene.s
    return s.deps[verb] == "conj" and s.tags[verb] in ("VBD", "VBN") and scene.lemmas[verb] in scene.words["speech"]


def claim_of(statements: list[Statement], position: int) -> Statement | None:
    """Return the statement whose content covers a position, or None."""
    for statement in statements:
        decides = statement.cue is not None and statement.cue.text.lower().startswith(DECIDING)
        if not decides and any(start <= position < end for start, end in statement.content.spans):
            return statement
    return None


def is_mutual(one: Coded) -> bool:
    """Tell whether those who act in an event act on each other."""
    frame = one.act.frame
    return one.type in ("CONSULT", "AGREE", "COOPERATE") or (frame is not None and "sym" in frame.flags)


def spoken(party: Party, speaker: Party | None) -> Party:
    """Return whom "I" or "we" in somebody's words stands for: the speaker; any other party as it is.

    What is "ours" is of the speaker's country.
    """
    if speaker is None or party.name is not None:
        return party
    if party.country is None and party.text.lower().startswith(("our ", "my ")):
        return msgspec.structs.replace(party, country=speaker.country)
    if party.text.lower() not in FIRST_PERSON:
        return party
    return msgspec.structs.replace(speaker, text=party.text, span=party.span)


def make_event(
    reading: Reading,
    sentence: Sentence,
    one: Coded,
    parties: tuple[tuple[Party, ...], tuple[Party, ...]],
    contexts: tuple[str, ...],
    date_and_claim: tuple[str | None, str | None],
) -> Event:
    """Make the record of one event."""
    head = one.act.head
    start, end = sentence.starts[head], sentence.ends[head]
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
        attributed_to=date_and_claim[1],
        date=date_and_claim[0],
        place=place_of(reading, sentence, head) if reading.places else None,
        trigger=Trigger(reading.article.text[start:end], (start, end)),
        sentence=sentence.span,
        confidence=round(one.confidence, 3),
        rule=one.rule,
        runner_up=one.runner_up[0] if one.runner_up is not None else None,
        date_from="text" if date_and_claim[0] is not None else None,
    )


def distinct(parties: list[Party]) -> list[Party]:
    """Drop parties that name the same one again."""
    found: list[Party] = []
    for party in parties:
        if not any(
            party.name == other.name
            and party.country == other.country
            and (party.name is not None or party.span == other.span)
            for other in found
        ):
            found.append(party)
    return found
