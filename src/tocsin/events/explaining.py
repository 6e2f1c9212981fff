"""Says in plain words why an event was coded as it was."""

from __future__ import annotations

from bisect import bisect_left

from tocsin.events.coding import code_sentence, topic_of
from tocsin.events.deciding import Coded
from tocsin.events.ontology import ontology
from tocsin.events.scene import Scene
from tocsin.lexicon import read_table
from tocsin.records import Event, Reading

RULES: dict[str, str] = {
    row["rule"]: row["explanation"] for row in read_table("patterns/rules.tsv", ("rule", "explanation"))
}
MODALITY = {
    "asserted": "nothing in the sentence puts it in doubt",
    "future": "it lies ahead",
    "hypothetical": "it is only possible, wished, feared or called for",
    "negated": "it did not happen",
    "historical": "its time lies well before the article",
}


def explain_event(event: Event, reading: Reading) -> list[str]:
    """Return lines that say why: the trigger, the frame, why this type and not the runner-up, why this modality.

    `reading` is the reading that holds the event, with its tokens and mentions; where it has lost them (a stored
    reading), only what the record itself says is explained.
    """
    index = bisect_left(reading.sentences, event.sentence[0], key=lambda sentence: sentence.span[0])
    rule = f"rule {event.rule}: {RULES[event.rule]}"
    lines = [f"trigger: “{event.trigger.text}”", rule, f"type {event.type}: {ontology().types[event.type].cue}"]
    lines.append(f"modality {event.modality}: {MODALITY[event.modality]}")
    if index < len(reading.sentences) and reading.sentences[index].words:
        scene, found = code_sentence(reading, reading.sentences[index], topic_of(reading))
        for again, coded in found:
            if again.id == event.id:
                lines = [
                    trigger_line(event, coded, scene),
                    rule,
                    *type_lines(event, coded),
                    *side_lines(coded),
                    modality_line(event, coded, scene),
                ]
    if event.attributed_to is not None:
        lines.append(f"it is what statement {event.attributed_to} says, not what the article reports as fact")
    return lines


def trigger_line(event: Event, coded: Coded, scene: Scene) -> str:
    """Return the trigger with the frame that it fits."""
    frame, noun = coded.act.frame, coded.act.noun
    if frame is not None:
        needs = ", ".join(
            f"{test.slot} {'is not ' if test.negate else ''}{'/'.join(sorted(test.classes | test.words)) or 'filled'}"
            for test in frame.tests
            if not test.empty
        )
        return f"trigger: “{event.trigger.text}”, the frame of “{frame.verb}”" + (f" with {needs}" if needs else "")
    if noun is not None:
        return f"trigger: “{event.trigger.text}”, the act noun “{noun.name}” ({noun.cls})"
    return f"trigger: “{event.trigger.text}”, a verb without a frame of its own"


def type_lines(event: Event, coded: Coded) -> list[str]:
    """Return why the type, and how likely it is beside the runner-up."""
    known = ontology()
    mode = f", mode {event.mode}" if event.mode else ""
    lines = [f"type {event.type}{mode}: {known.types[event.type].cue}"]
    if event.type != coded.act.type:
        lines.append(f"  the act itself would be {coded.act.type}")
    rival = f", runner-up {coded.runner_up[0]} {coded.runner_up[1]:.2f}" if coded.runner_up is not None else ""
    lines.append(f"  the model gives {coded.act.type} {coded.chance:.2f}{rival}")
    return lines


def side_lines(coded: Coded) -> list[str]:
    """Return which sides the model of the sides decided, because the frame left them open or chose weakly."""
    why = "the frame left it open or held it weakly; of those named in the sentence, this one most likely fills it"
    return [f"{role}: {why} ({chance:.2f})" for role, chance in coded.ranked.items()]


def modality_line(event: Event, coded: Coded, scene: Scene) -> str:
    """Return why the modality, with the word that decides it."""
    because = f" (“{scene.s.words[coded.because]}”)" if coded.because is not None else ""
    return f"modality {event.modality}: {MODALITY[event.modality]}{because}"
