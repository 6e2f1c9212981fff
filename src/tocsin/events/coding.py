"""Codes the events of a reading: who did what to whom, and whether it happened.

Algorithm: sentences without a word that can carry an act are skipped at once; the others are decided one by one
(deciding.py), and what was decided becomes records with contexts, date, place and the statement that claims it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast as typed

import msgspec

from tocsin.events.abstention import is_market_report, is_political_article
from tocsin.events.acts import Acts
from tocsin.events.deciding import Coded, decide
from tocsin.events.details import (
    context_cues,
    date_of,
    eras_in,
    find_contexts,
    is_long_ago,
    place_of,
    time_of,
    times_in,
)
from tocsin.events.ontology import cameo_of, score_of
from tocsin.events.patterns import lexicon
from tocsin.events.scene import Scene
from tocsin.events.slots import Casting
from tocsin.records import Event, Mention, Modality, Party, Reading, Sentence, Statement, Trigger
from tocsin.text import content_id

CODED_KINDS = frozenset(("headline", "subhead", "caption", "body"))
NO_MENTIONS: Mapping[int, Mention] = {}


def code_events(reading: Reading) -> tuple[Event, ...]:
    """Return the events of a reading in text order.

    Works on records only; where the reading has no mentions, parties are noun phrases as written.
    """
    events: list[Event] = []
    resolved = any(reading.mentions)
    topic = topic_of(reading)
    for sentence in reading.sentences:
        if resolved and not reading.mentions[sentence.index]:
            continue  # the party room found nobody who could act
        if sentence.words and sentence.kind in CODED_KINDS and may_hold_events(sentence):
            for event, coded in code_sentence(reading, sentence, topic)[1]:
                if event.type == "REJECT" and not event.recipients and "charge" in coded.tags:
                    event = towards_accuser(event, events)
                events.append(event)
    return tuple(events)


def topic_of(reading: Reading) -> str | None:
    """Return what an article is about as far as abstention cares: "markets", "politics" or None."""
    if is_market_report(reading.sentences):
        return "markets"
    return "politics" if is_political_article(reading) else None


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
    coded = decide(scene, acts, casting, topic)
    return scene, record(reading, scene, casting, coded) if coded else []


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
    cues, eras = context_cues(scene), eras_in(sentence)
    found: list[tuple[Event, Coded]] = []
    seen: set[tuple[object, ...]] = set()
    for one in coded:
        actors = distinct([casting.party(i) for i in one.actors])
        recipients = [p for p in distinct([casting.party(i) for i in one.recipients]) if p not in actors]
        key = (one.type, one.mode, tuple(p.name or p.text for p in actors), tuple(p.name or p.text for p in recipients))
        if key in seen:
            continue
        seen.add(key)
        time = time_of(sentence, times, one.act.head)
        if one.modality == "asserted":
            dated = time is not None and reading.article.published is not None
            if time.historical if time is not None and dated else is_long_ago(sentence, eras, one.act.head):
                one.modality = "historical"
        contexts = find_contexts(cues, one.type, one.mode)
        claim = claim_of(statements, sentence.starts[one.act.head])
        sides = (tuple(actors), tuple(recipients))
        found.append((make_event(reading, sentence, one, sides, contexts, (date_of(time), claim)), one))
    return found


def claim_of(statements: list[Statement], position: int) -> str | None:
    """Return the id of the statement whose content covers a position, or None."""
    for statement in statements:
        if any(start <= position < end for start, end in statement.content.spans):
            return statement.id
    return None


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
    )


def distinct(parties: list[Party]) -> list[Party]:
    """Drop parties that name the same one again."""
    found: list[Party] = []
    for party in parties:
        if not any(
            party.span == other.span or (party.name is not None and party.name == other.name) for other in found
        ):
            found.append(party)
    return found
