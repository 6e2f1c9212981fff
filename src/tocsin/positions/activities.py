"""Finds measures (sanctions, embargoes, expulsions) and military activity (exercises, deployments, near misses).

Algorithm: a noun or a verb with its object (data/positions/activities.tsv) names one. Its state comes from the verbs
that govern it (data/positions/activity_states.tsv) and from tense and modality: what will or would be lifted is "to be
lifted", what "will" be done "unless" is threatened, what will be done is announced, what was done is in force. By whom
is the subject or the agent, on whom the object or what follows "on", "against", "from", "with". The signs of one kind
by the same parties on the same parties make one activity with its changes; a gap of forty days begins another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.lexicon import cell_values, read_table
from tocsin.positions.times import is_old
from tocsin.records import Activity, Change, Mention, Party, Reading, Sentence, Sign
from tocsin.text import content_id, days_between

_LADDER = 4
_RETOLD = 14  # days after which an incident is only retold
_GAP_DAYS = 40
_ON = frozenset(("on", "against", "from", "with", "upon", "to", "for"))
_AHEAD = frozenset(("will", "would", "shall", "'ll"))
_PERHAPS = frozenset(("could", "may", "might"))
_BY_THEMSELVES = frozenset(("withdraw", "pull", "leave", "return", "collide", "move", "stand"))
_SAYS_LITTLE = frozenset(("ban",))
_DIRECTS = frozenset(("demand", "urge", "call", "ask", "press", "want", "appeal", "request", "seek", "beg", "tell"))
_DENIES = frozenset((
    "deny", "dismiss", "reject", "oppose", "rule", "refuse", "decline", "prevent", "avoid", "doubt", "accuse",
    "suspect", "blame", "allegation", "accusation", "claim", "charge", "expect",
))  # fmt: skip
_STARTS = frozenset(("begin", "start", "continue", "go", "finish", "complete", "help", "move"))
_OUGHT = frozenset(("must", "should"))
_SAYS = frozenset(("say", "tell", "add", "announce", "report", "confirm"))
_QUIET = frozenset(("boilerplate", "credit", "byline"))


class _Entry(NamedTuple):
    """One way of naming an activity; the words are looked up at the last of a noun, the first of a verb.

    `state` is the state that a verb alone puts it in.
    """

    words: tuple[str, ...]
    group: str
    kind: str
    verb: bool
    objects: frozenset[str]
    state: str


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """Index the ways of naming activities."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    for row in read_table("positions/activities.tsv", ("group", "kind")):
        objects = frozenset(cell_values(row["objects"]))
        for column in ("nouns", "verbs"):
            for cell in cell_values(row[column]):
                words = tuple(cell.split())
                verb = column == "verbs"
                entry = _Entry(words, row["group"], row["kind"], verb, objects, row["state"] or "in force")
                at = words[-1] if not verb or words[0] in ("nearly", "almost") else words[0]
                found[at].append(entry)
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for word, entries in found.items()}


@cache
def _state_words() -> dict[str, tuple[int, str]]:
    """Map lemmas to the rank and name of the state that they put an activity in."""
    found: dict[str, tuple[int, str]] = {}
    for rank, row in enumerate(read_table("positions/activity_states.tsv", ("state", "words"))):
        for word in cell_values(row["words"]):
            found.setdefault(word, (rank, row["state"]))
    return found


def find_activities(reading: Reading) -> tuple[Sign, ...]:
    """Return what each sentence says of measures and military activity, one sign of a kind for each sentence."""
    found: list[Sign] = []
    entries = _entries()
    for sentence in reading.sentences:
        if not sentence.words or sentence.kind in _QUIET or is_old(sentence, reading):
            continue
        mentions = reading.mentions[sentence.index] if reading.mentions else {}
        seen: set[tuple[str, str]] = set()
        for i, lemma in enumerate(sentence.lemmas):
            if lemma not in entries:
                continue
            entry = next((e for e in entries[lemma] if _fits(sentence, i, e)), None)
            if entry is not None and entry.group == "military" and is_old(sentence, reading, _RETOLD):
                continue
            if entry is None or (entry.group, entry.kind) in seen:
                continue
            sign = _sign(sentence, i, entry, mentions, reading)
            if sign is not None:
                seen.add((entry.group, entry.kind))
                found.append(sign)
    return tuple(found)


def _fits(sentence: Sentence, i: int, entry: _Entry) -> bool:
    """Tell whether an entry is named at token i."""
    if not entry.verb:
        first = i - len(entry.words) + 1
        if sentence.deps[i] in ("compound", "amod", "nmod"):
            return False
        return (
            sentence.tags[i][:2] == "NN"
            and first >= 0
            and all(
                word in (sentence.lemmas[first + k], sentence.lowers[first + k]) for k, word in enumerate(entry.words)
            )
            and (not entry.objects or len(entry.words) > 1 or entry.verb or _is_on(sentence, i, entry))
        )
    if sentence.tags[i][:2] != "VB":
        return False
    near = {sentence.lowers[c] for c in sentence.children[i]}
    if len(entry.words) > 1 and not (set(entry.words) - {sentence.lemmas[i]}) <= near:
        return False
    if not entry.objects or entry.words[0] in ("nearly", "almost"):
        return True
    things = [c for c in sentence.children[i] if sentence.deps[c] in ("dobj", "nsubjpass")]
    if not things and sentence.lemmas[i] in _BY_THEMSELVES:
        upper = i
        while sentence.deps[upper] in ("xcomp", "conj") and not _subjects(sentence, upper):
            upper = sentence.heads[upper]
        things = _subjects(sentence, upper)
    if "in" in entry.words[1:]:  # "sent in the army", of which the parser makes a place
        things += [
            g for c in sentence.children[i] if sentence.lowers[c] == "in" for g in sentence.children[c]
        ]  # fmt: skip
    return any(_holds(sentence, c, entry.objects) for c in things)


def _subjects(sentence: Sentence, i: int) -> list[int]:
    """Return the subjects of a verb with what stands in apposition to them."""
    subjects = [c for c in sentence.children[i] if sentence.deps[c] == "nsubj"]
    return subjects + [g for c in subjects for g in sentence.children[c] if sentence.deps[g] == "appos"]


def _is_on(sentence: Sentence, i: int, entry: _Entry) -> bool:
    """Tell whether a noun that says too little is on one of the objects ("a ban on timber")."""
    if entry.words[0] not in _SAYS_LITTLE:
        return True
    return any(
        _holds(sentence, g, entry.objects)
        for c in sentence.children[i] if sentence.lowers[c] in ("on", "of", "against")
        for g in sentence.children[c] if sentence.deps[g] == "pobj"
    )  # fmt: skip


def _holds(sentence: Sentence, i: int, objects: frozenset[str]) -> bool:
    """Tell whether a noun phrase names one of the objects."""
    heads = [i, *(c for c in sentence.children[i] if sentence.deps[c] in ("conj", "compound"))]
    heads += [
        g for c in sentence.children[i] if sentence.lowers[c] == "of"
        for g in sentence.children[c] if sentence.deps[c] == "prep"
    ]  # fmt: skip
    return any(sentence.lemmas[h] in objects or sentence.lowers[h] in objects for h in heads)


def _sign(sentence: Sentence, i: int, entry: _Entry, mentions: Mapping[int, Mention], reading: Reading) -> Sign | None:
    """Make the sign of an activity named at a token, or None where its state or its doer is unknown."""
    state, cue = _state(sentence, i, entry)
    if state is None:
        return None
    doers = _doers(sentence, i, mentions)
    span = (sentence.starts[i], sentence.ends[i])
    said = next((s for s in reading.statements if any(a <= span[0] < b for a, b in s.content.spans)), None)
    if not doers and said is not None and said.speaker is not None and said.speaker.country:
        doers = (said.speaker,)
    others = _done_to(sentence, i, mentions) - {party.key for party in doers}
    if not doers and not others:
        return None
    name = reading.article.text[slice(*_phrase(sentence, i))]
    where = next((p.text for p in reading.places if sentence.span[0] <= p.span[0] < sentence.span[1]), None)
    return Sign(
        group=entry.group, kind=entry.kind, name=name, state=state, parties=doers, span=span, sentence=sentence.span,
        cue=cue, others=tuple(sorted(others)), place=where, attributed_to=said.id if said else None,
    )  # fmt: skip


def _state(sentence: Sentence, i: int, entry: _Entry) -> tuple[str | None, str]:
    """Return the state of an activity and the word that says so; None where it is only wished for or said not to be."""
    words = _state_words()
    chain = [i, *_above(sentence, i)] if entry.verb else _above(sentence, i)
    verbs = [head for head in chain if sentence.tags[head][:2] == "VB"]
    if not verbs or any(sentence.lowers[c] in ("whether", "if") for head in chain for c in sentence.children[head]):
        return (None, "") if entry.kind != "near miss" or verbs else ("held", sentence.words[i])
    found: list[tuple[int, str, str]] = [(9, entry.state, sentence.words[i])] if entry.verb else []
    ahead = perhaps = denied = False
    if not _is_told(sentence, i, chain):
        return None, ""
    for k, head in enumerate(verbs):
        lemma = sentence.lemmas[head]
        if lemma in words and head != i:
            found.append((*words[lemma], sentence.words[head]))
        elif not found and k == 0 and entry.kind != "near miss":
            return None, ""
        for c in sentence.children[head]:
            ahead = ahead or sentence.lowers[c] in _AHEAD
            perhaps = perhaps or sentence.lowers[c] in _PERHAPS
            denied = denied or sentence.deps[c] == "neg" or sentence.lowers[c] == "longer"
            headed = sentence.lowers[c] == "to" and sentence.deps[head] == "ROOT"  # "US to send troops"
            ahead = ahead or (headed and sentence.deps[c] == "aux")
        if lemma in _SAYS:
            break
    if denied and entry.state in ("lifted", "ended"):
        return None, ""
    if entry.kind == "near miss":
        return (None, "") if denied or ahead or perhaps else ("held", sentence.words[i])
    _, state, cue = min(found)
    military = entry.group == "military"
    if military and perhaps and state != "threatened":
        return None, ""
    if state in ("lifted", "ended"):
        if denied:
            return ("held" if military else "in force"), cue
        if ahead or perhaps:
            return ("announced" if military else "to be lifted"), cue
        return ("ended" if military else "lifted"), cue
    if denied:
        return None, ""
    if state in ("in force", "announced") and (perhaps or "unless" in sentence.lowers):
        return "threatened", cue
    if state == "in force" and ahead:
        return "announced", cue
    return ("held" if military and state == "in force" else state), cue


def _is_told(sentence: Sentence, i: int, chain: Sequence[int]) -> bool:
    """Tell whether an activity is told as done, begun, planned or threatened, not as wished for, charged or denied."""
    words = _state_words()
    for node in [i, *chain]:
        if any(sentence.lowers[c] in _OUGHT for c in sentence.children[node] if sentence.deps[c] == "aux"):
            return False
        head, dep = sentence.heads[node], sentence.deps[node]
        if head == node or sentence.tags[node][:2] != "VB":
            continue
        if dep == "pcomp":
            head = sentence.heads[head]
        lemma = sentence.lemmas[head]
        if (lemma in _DENIES and dep != "conj") or (lemma in _DIRECTS and dep in ("xcomp", "ccomp", "pcomp")):
            return False
        bare = dep in ("xcomp", "pcomp", "acl") and sentence.tags[node] in ("VB", "VBG")
        if bare and lemma not in words and lemma not in _STARTS:
            return False
    return True


def _above(sentence: Sentence, i: int) -> list[int]:
    """Return the words above a token, up to four; a joined clause with a subject of its own ends them."""
    found: list[int] = []
    for _ in range(_LADDER):
        if sentence.heads[i] == i or sentence.deps[i] in ("advcl", "relcl", "parataxis"):
            break
        if sentence.deps[i] == "conj" and any(sentence.deps[c] in ("nsubj", "nsubjpass") for c in sentence.children[i]):
            break
        if sentence.deps[i] == "nsubj" and sentence.tags[i] != "NNS" and sentence.deps[sentence.heads[i]] == "relcl":
            break
        i = sentence.heads[i]
        found.append(i)
    return found


def _doers(sentence: Sentence, i: int, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return the parties that are subject or agent of the verb at or above a token."""
    for head in [i, *_above(sentence, i)]:
        for dep in ("agent", "nsubj"):
            for c in sentence.children[head]:
                if sentence.deps[c] != dep:
                    continue
                kids = [g for g in sentence.children[c] if sentence.deps[g] == "pobj"] if dep == "agent" else [c]
                heads = kids + [g for k in kids for g in sentence.children[k] if sentence.deps[g] == "conj"]
                found = [p for h in heads if h in mentions for p in (mentions[h].parts or (mentions[h].party,))]
                named = {p.key: p for p in found if p.country or (p.name and p.name[:4] == "the ")}
                if named:
                    return tuple(named.values())
    for c in sentence.children[i]:
        if sentence.deps[c] in ("poss", "amod", "compound") and c in mentions and mentions[c].party.country:
            return (mentions[c].party,)
    return ()


def _done_to(sentence: Sentence, i: int, mentions: Mapping[int, Mention]) -> set[str]:
    """Return the keys of the parties that an activity is done to."""
    found: set[str] = set()
    for head, mention in mentions.items():
        if not mention.party.country:
            continue
        node = head
        for _ in range(3):
            above = sentence.heads[node]
            if above == node:
                break
            if (
                sentence.lowers[above] in _ON
                and sentence.deps[node] == "pobj"
                and sentence.heads[above] in (i, sentence.heads[i])
            ):
                found.add(mention.party.key)
            if above == i and sentence.deps[node] in ("dobj", "nsubjpass"):
                found.add(mention.party.key)
            node = above
    return found


def _phrase(sentence: Sentence, i: int) -> tuple[int, int]:
    """Return the offsets of a noun phrase with its modifiers, or of a verb with its object."""
    tokens = [i]
    for c in sentence.children[i]:
        if sentence.deps[c] in ("compound", "amod", "nmod", "nummod", "dobj", "nsubjpass"):
            tokens += [c, *(g for g in sentence.children[c] if sentence.deps[g] in ("compound", "amod", "nummod"))]
    return sentence.starts[min(tokens)], sentence.ends[max(tokens)]


def gather_activities(readings: Sequence[Reading], group: str) -> tuple[Activity, ...]:
    """Join the signs of a group ("measure", "military") into activities, in order of their first day."""
    signs = sorted(
        ((r.article.published or "", sign, r) for r in readings for sign in r.signs if sign.group == group),
        key=lambda item: (item[0], item[2].article.id, item[1].span),
    )
    runs: list[list[tuple[str, Sign, Reading]]] = []
    for item in signs:
        run = next((run for run in reversed(runs) if _same(run, item)), None)
        if run is None:
            runs.append([item])
        else:
            run.append(item)
    return tuple(_activity(run) for run in runs)


def _same(run: Sequence[tuple[str, Sign, Reading]], item: tuple[str, Sign, Reading]) -> bool:
    """Tell whether a sign tells of the same activity as a run of signs."""
    day, sign, _ = item
    if run[0][1].kind != sign.kind:
        return False
    gap = days_between(run[-1][0] or None, day or None)
    if gap is not None and gap > (_GAP_DAYS if sign.group == "measure" else 10):
        return False
    by = {p.key for _, s, _ in run for p in s.parties}
    on = {key for _, s, _ in run for key in s.others}
    mine, theirs = {p.key for p in sign.parties}, set(sign.others)
    if sign.kind == "near miss":
        return bool((by | on) & (mine | theirs)) and (gap is None or gap <= 3)
    if sign.group == "military" and sign.kind != "exercise" and not _alike(run, item):
        return False
    return (not by or not mine or bool(by & mine)) and (not on or not theirs or bool(on & theirs))


def _alike(run: Sequence[tuple[str, Sign, Reading]], item: tuple[str, Sign, Reading]) -> bool:
    """Tell whether two sentences on troops can tell of the same ones: by their words or by their place."""
    _, sign, _ = item
    mine = set(sign.name.lower().split()) - {sign.cue.lower()}
    return any(
        (sign.place is not None and sign.place == other.place) or mine & set(other.name.lower().split())
        or not mine or other.name.lower() == other.cue.lower()
        for _, other, _ in run
    )  # fmt: skip


def _activity(run: Sequence[tuple[str, Sign, Reading]]) -> Activity:
    """Make the record of a run of signs; a repeated state is no change."""
    changes: list[Change] = []
    for day, sign, reading in run:
        if not changes or changes[-1].state != sign.state:
            evidence = reading.article.quote(sign.sentence)
            changes.append(Change(state=sign.state, date=day[:10] or None, evidence=evidence))
    by = tuple(sorted({p.key for _, s, _ in run for p in s.parties}))
    on = tuple(sorted({key for _, s, _ in run for key in s.others} - set(by)))
    kind = run[0][1].kind
    return Activity(
        id=content_id("m-", kind, *by, "on", *on, changes[0].evidence.article), kind=kind,
        name=max((s.name for _, s, _ in run), key=len), by=by, on=on,
        place=next((s.place for _, s, _ in run if s.place), None), state=changes[-1].state, since=changes[-1].date,
        changes=tuple(changes),
    )  # fmt: skip
