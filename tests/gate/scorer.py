"""Scores readings in the contract's JSON against the gold set of the demo crisis.

Records are paired one to one within an article, best fit first. A prediction paired with an optional gold record is set
aside; one paired with nothing is wrong; a required gold record paired with nothing is missed.

- event: type, modality (both with the accepted alternatives), actors and recipients agree, in the sentence of the gold
  trigger. A party agrees by its country or by a word of its name; one of several is enough, but all sides of a
  symmetric event must be there. A side that the gold leaves empty is not held against the program, nor is an open
  recipient whom the sentence does not name (`recipients_inferred`).
- statement: half of the words of both contents are common (a gap of up to six words between cue and content counts
  either way), and the speakers share a word. A `decline` is found where its cue is.
- boilerplate: characters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from goldset import Record, Span, SurfaceError, locate, locate_near

TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*")
STOP = frozenset("the a an of and in to for on at by with its their his her s who which that former".split())  # noqa: SIM905
MAX_GAP = 6  # words between cue and content that may belong to either


class Tally:
    """Counts of one kind of record, and of the attributes of those found."""

    def __init__(self) -> None:
        self.right = self.wrong = self.missed = 0
        self.attributes: defaultdict[str, list[bool]] = defaultdict(list)
        self.errors: list[tuple[str, str]] = []

    def measures(self, name: str) -> dict[str, float]:
        """Return precision, recall and F1 of the kind, and the accuracy of each attribute."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        found = {f"{name}.precision": precision, f"{name}.recall": recall, f"{name}.f1": f1}
        for attribute, hits in self.attributes.items():
            found[f"{name}.{attribute}"] = sum(hits) / len(hits)
        return found


def words(text: str | None) -> set[str]:
    """Return the words of a name that can tell parties apart."""
    return {word for word in re.findall(r"\w+", (text or "").lower()) if word not in STOP}


def same_party(predicted: Mapping[str, str | None], gold: Mapping[str, str | None]) -> bool:
    """Tell whether two parties agree by country or by a word in common."""
    if gold["country"] and predicted["country"] == gold["country"]:
        return True
    named = words(gold["name"]) | words(gold.get("text"))
    return bool(named & (words(predicted["name"]) | words(predicted["text"])))


def covers(predicted: list[Record], gold: list[Record], every: bool) -> bool:
    """Tell whether a side names all gold parties (`every`) or one of them; an empty gold side is always covered."""
    hits = [any(same_party(p, g) for p in predicted) for g in gold]
    return not gold or (all(hits) if every else any(hits))


def pair(scores: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Pair predictions with gold greedily by falling score, each once; return the gold index by prediction index."""
    paired: dict[int, int] = {}
    used: set[int] = set()
    for _, p, g in sorted(scores, key=lambda s: (-s[0], s[1], s[2])):
        if p not in paired and g not in used:
            paired[p] = g
            used.add(g)
    return paired


def settle(
    tally: Tally,
    paired: dict[int, int],
    gold: list[Record],
    predicted: list[Record],
    fault_of: Callable[[Record, Record], str],
    show: Callable[[Record], str],
) -> list[tuple[Record, Record]]:
    """Count pairs, strays and misses and return the right pairs; `fault_of` says what is wrong with a pair."""
    good = []
    for p, prediction in enumerate(predicted):
        if p not in paired:
            tally.wrong += 1
            tally.errors.append(("stray", show(prediction)))
        elif gold[paired[p]].get("optional"):
            continue
        elif fault := fault_of(prediction, gold[paired[p]]):
            tally.wrong += 1
            tally.missed += 1
            tally.errors.append((fault, f"{show(prediction)}  <-  {show(gold[paired[p]])}"))
        else:
            tally.right += 1
            good.append((prediction, gold[paired[p]]))
    found = set(paired.values())
    for g, record in enumerate(gold):
        if g not in found and not record.get("optional"):
            tally.missed += 1
            tally.errors.append(("missed", show(record)))
    return good


def codes(event: Record) -> set[tuple[str, str]]:
    """Return the pairs of type and modality that the gold accepts."""
    return {(r["type"], r["modality"]) for r in [event, *event.get("accepted", ())]}


def event_sides(prediction: Record, gold: Record, every: bool) -> tuple[bool, bool]:
    """Tell whether actors and recipients agree."""
    if gold["symmetric"]:
        both = prediction["actors"] + prediction["recipients"]
        return (covers(both, gold["actors"], True),) * 2
    actors = covers(prediction["actors"], gold["actors"], every)
    if gold.get("recipients_inferred") and not any(party["country"] for party in prediction["recipients"]):
        return actors, True
    if prediction["symmetric"] and not prediction["recipients"]:
        return actors, covers(prediction["actors"], gold["recipients"], every)
    return actors, covers(prediction["recipients"], gold["recipients"], every)


def event_fault(prediction: Record, gold: Record) -> str:
    """Return what is wrong with a predicted event, in a word, or an empty string."""
    accepted = codes(gold)
    if prediction["type"] not in {kind for kind, _ in accepted}:
        return f"type {gold['type']}>{prediction['type']}"
    if (prediction["type"], prediction["modality"]) not in accepted:
        return f"modality {gold['modality']}>{prediction['modality']}"
    actors, recipients = event_sides(prediction, gold, False)
    return "" if actors and recipients else "actor" if not actors else "recipient"


def score_events(tally: Tally, text: str, gold: list[Record], predicted: list[Record]) -> None:
    """Score the events of one article."""
    spans = [locate_or_none(text, event["trigger"]) for event in gold]
    scores = []
    for p, prediction in enumerate(predicted):
        start, end = prediction["sentence"]
        at, until = prediction["trigger"]["span"]
        for g, (event, span) in enumerate(zip(gold, spans, strict=True)):
            if span is None or not start <= span[0] < end:
                continue
            same_type = prediction["type"] in {kind for kind, _ in codes(event)}
            touching = at < span[1] and span[0] < until
            if not same_type and not touching:
                continue
            sides = sum(event_sides(prediction, event, False))
            same_code = (prediction["type"], prediction["modality"]) in codes(event)
            bonus = 0.5 * (not event.get("optional"))
            scores.append((4.0 * same_type + 2 * same_code + 1.5 * sides + touching + bonus, p, g))
    paired = pair(scores)
    for p, g in paired.items():
        event, prediction = gold[g], predicted[p]
        if event.get("optional") or prediction["type"] not in {kind for kind, _ in codes(event)}:
            continue
        tally.attributes["modality"].append((prediction["type"], prediction["modality"]) in codes(event))
    good = settle(tally, paired, gold, predicted, event_fault, show_event)
    for prediction, event in good:
        tally.attributes["every party"].append(all(event_sides(prediction, event, True)))
        if event["mode"] and prediction["type"] == event["type"]:
            tally.attributes["mode"].append(prediction["mode"] == event["mode"])
        if event.get("date"):
            tally.attributes["date"].append((prediction["date"] or "").startswith(event["date"]))
        tally.attributes["claimed"].append(bool(prediction["attributed_to"]) == bool(event.get("claimed")))
        tally.attributes["contexts"] += [context in prediction["contexts"] for context in event.get("contexts", ())]


def locate_or_none(text: str, surface: str, nth: int | None = None) -> Span | None:
    """Return a surface's span, or None where this reading of the article does not hold it (a page's headline)."""
    try:
        return locate(text, surface, nth)
    except SurfaceError:
        return None


def content_words(index: list[int], spans: Iterable[Span]) -> set[int]:
    """Return the numbers of the words that the spans touch."""
    return {index[i] for start, end in spans for i in range(start, end) if index[i] >= 0}


def gold_contents(statement: Record, text: str, index: list[int]) -> list[set[int]]:
    """Return the word sets that are right as a statement's content: as labelled, and stretched to a near cue."""
    found = []
    for surfaces in [statement["content"], *statement.get("contents_accepted", ())]:
        spans = [span for surface in surfaces if (span := locate_or_none(text, surface))]
        if not spans:
            continue
        inside = content_words(index, spans)
        found.append(inside)
        cue = locate_near(text, statement["cue"], spans[0][0]) if statement["cue"] else None
        if cue and cue[1] <= spans[0][0]:
            gap = content_words(index, [(cue[1], spans[0][0])])
            if 0 < len(gap) <= MAX_GAP:
                found.append(inside | gap)
    return found


def overlap(left: set[int], right: set[int]) -> float:
    """Return the share of the words in either that are in both."""
    return len(left & right) / len(left | right) if left or right else 0.0


def speaker_agrees(prediction: Record, gold: Record) -> bool:
    """Tell whether the speakers share a word, as written or as resolved."""
    speaker = prediction["speaker"]
    if speaker is None:
        return False
    said = words(speaker["text"]) | words(speaker["name"])
    pronouns = speaker["text"].lower() == gold["speaker"]["text"].lower()
    return pronouns or bool(said & (words(gold["speaker"]["text"]) | words(gold["speaker"]["name"])))


def statement_fault(prediction: Record, gold: Record) -> str:
    """Return what is wrong with a predicted statement, in a word, or an empty string."""
    return "" if speaker_agrees(prediction, gold) else "speaker"


def score_statements(tally: Tally, text: str, gold: list[Record], predicted: list[Record]) -> None:
    """Score the statements of one article."""
    index = [-1] * (len(text) + 1)
    for number, match in enumerate(TOKEN.finditer(text)):
        index[match.start() : match.end()] = [number] * (match.end() - match.start())
    right = [gold_contents(statement, text, index) for statement in gold]
    said = [content_words(index, [tuple(span) for span in s["content"]["spans"]]) for s in predicted]
    scores = []
    for g, statement in enumerate(gold):
        for p, prediction in enumerate(predicted):
            best = max((overlap(said[p], inside) for inside in right[g]), default=0.0)
            cue = prediction["cue"]
            if best < 0.5 and statement["act"] == prediction["act"] == "decline" and cue and right[g]:
                begin = min(match.start() for match in TOKEN.finditer(text) if index[match.start()] in right[g][0])
                near = locate_near(text, statement["cue"], begin)
                best = 0.5 * bool(near and near[0] < cue["span"][1] and cue["span"][0] < near[1])
            if best >= 0.5:
                bonus = speaker_agrees(prediction, statement) - bool(statement.get("optional")) / 4
                scores.append((best + bonus, p, g))
    for prediction, statement in settle(tally, pair(scores), gold, predicted, statement_fault, show_statement):
        note_attributes(tally, prediction, statement)


def note_attributes(tally: Tally, prediction: Record, gold: Record) -> None:
    """Note which attributes of a statement that was found are right."""
    attributes = tally.attributes
    right = prediction["act"] in [gold["act"], *gold.get("acts_accepted", ())]
    attributes["act"].append(right)
    if not right:
        tally.errors.append((f"act {gold['act']}>{prediction['act']}", show_statement(prediction)))
    attributes["form"].append(prediction["form"] == gold["form"])
    if gold["anonymous"] is not None:
        attributes["anonymity"].append(prediction["anonymous"] == gold["anonymous"])
        if gold["anonymous"]:
            attributes["anonymous found"].append(prediction["anonymous"])
    if gold["addressee"]:
        to = prediction["addressee"]
        attributes["addressee"].append(bool(to) and same_party(to, gold["addressee"]))
        attributes["addressee found"].append(attributes["addressee"][-1])
    elif gold["act"] not in {"urge", "demand", "ask", "accuse", "praise", "warn"}:
        attributes["addressee"].append(prediction["addressee"] is None)
    speaker, wanted = prediction["speaker"], gold["speaker"]
    known = wanted["country"] in (None, speaker["country"]) and wanted["name"] in (None, speaker["name"])
    if wanted["name"] or wanted["country"]:
        attributes["resolution"].append(known)
        if not known:
            tally.errors.append(("resolution", f"{speaker['text']} = {speaker['name']}, {speaker['country']}  <-  "
                                 f"{wanted['name'] or wanted['text']}, {wanted['country']}"))  # fmt: skip


def score_boilerplate(tally: Tally, text: str, gold: list[Record], predicted: list[Record]) -> None:
    """Score an article's boilerplate by characters that are not white space."""
    spans = [locate_or_none(text, stretch["text"], stretch.get("nth")) for stretch in gold]
    wanted = {i for span in spans if span for i in range(*span) if not text[i].isspace()}
    marked = {i for stretch in predicted for i in range(*stretch["span"]) if not text[i].isspace()}
    tally.right += len(wanted & marked)
    tally.wrong += len(marked - wanted)
    tally.missed += len(wanted - marked)
    for stretch in predicted:
        if not wanted & set(range(*stretch["span"])):
            tally.errors.append(("stray", text[slice(*stretch["span"])][:80]))


def show_event(event: Record) -> str:
    """Write an event on one line, gold or predicted."""
    sides = (", ".join(p.get("country") or p.get("text") or p["name"] or "?" for p in event[side])
             for side in ("actors", "recipients"))  # fmt: skip
    trigger = event["trigger"] if isinstance(event["trigger"], str) else event["trigger"]["text"]
    return f"{event['type']} {event['modality']} [{'] ['.join(sides)}] {trigger}"


def show_statement(statement: Record) -> str:
    """Write a statement on one line, gold or predicted."""
    speaker, content = statement["speaker"], statement["content"]
    said = content["text"] if isinstance(content, dict) else " | ".join(content)
    return f"{speaker and speaker['text']} {statement['act']}: {said[:90]}"


def score(readings: Mapping[str, Record], gold: list[Record]) -> tuple[dict[str, float], dict[str, Tally]]:
    """Score all readings, by article id, against the gold; return the measures and the tallies with their errors."""
    tallies = {"events": Tally(), "statements": Tally(), "boilerplate": Tally()}
    missing = 0
    for record in gold:
        reading = readings.get(record["article"])
        if reading is None:
            missing += 1
            continue
        text = reading["article"]["text"]
        marks = {name: len(tally.errors) for name, tally in tallies.items()}
        score_boilerplate(tallies["boilerplate"], text, record["boilerplate"], reading["article"]["boilerplate"])
        if record["annotated"] == "full":
            score_events(tallies["events"], text, record["events"], reading["events"])
            score_statements(tallies["statements"], text, record["statements"], reading["statements"])
        for name, tally in tallies.items():
            fresh = tally.errors[marks[name] :]
            tally.errors[marks[name] :] = [(kind, f"{record['article']}: {line}") for kind, line in fresh]
    measures = {key: value for name, tally in tallies.items() for key, value in tally.measures(name).items()}
    measures["articles.read"] = 1 - missing / len(gold)
    return measures, tallies


def causes(tally: Tally) -> Counter[str]:
    """Count the errors of a tally by kind."""
    return Counter(kind for kind, _ in tally.errors)
