"""Says how an activity is told: as done, begun, planned, threatened or ended; or only wished for, charged or denied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tocsin.lexicon import cell_values, read_table
from tocsin.positions.activities.entries import Entry, things_of
from tocsin.positions.roles import behind, is_alleged
from tocsin.records import Sentence

_LADDER = 5
_NEAR = 8  # words before a verb in which "neither" denies it
_OVER = "over"  # how a verb is reached that governs the noun on which an act hangs
_AHEAD = frozenset(("will", "would", "shall", "'ll", "’ll", "wo"))
_PERHAPS = frozenset(("could", "may", "might"))
_OUGHT = frozenset(("must", "should", "can", "ca", "ought"))
_DIRECTS = frozenset((
    "demand", "urge", "call", "ask", "press", "want", "appeal", "request", "seek", "beg", "tell", "pressure", "push",
    "like", "need", "hope", "favor", "favour", "lobby", "plead", "advocate", "recommend", "insist",
))  # fmt: skip
_DENIES = frozenset((
    "deny", "dismiss", "reject", "oppose", "rule", "refuse", "decline", "prevent", "avoid", "doubt", "accuse", "fail",
    "suspect", "blame", "allegation", "accusation", "claim", "charge", "expect", "resist", "stop", "suggest", "allege",
))  # fmt: skip
_OWN = frozenset(("nsubj", "nsubjpass", "aux", "auxpass"))  # by which a joined verb stands by itself
_INTO = frozenset(("in", "into"))
_FORCE = frozenset(("force", "effect", "place"))
_CLAIMS = frozenset(("contention", "claim", "notion", "idea", "view", "fear", "suspicion", "theory", "rumour", "rumor"))
_LIGHT = frozenset((
    "make", "issue", "have", "face", "renew", "repeat", "reiterate", "voice", "be", "see", "include", "carry", "follow",
    "bring", "give", "get", "mean", "come", "take", "receive", "await", "remain", "work",
))  # fmt: skip
_SET = frozenset(("schedule", "plan", "agree", "decide", "promise", "pledge", "vow", "prepare", "intend"))
_STARTS = frozenset(("begin", "start", "continue", "go", "finish", "complete", "help", "move", "keep", "be", "proceed"))
_SAYS = frozenset(("say", "tell", "add", "announce", "report", "confirm", "acknowledge", "admit", "reveal", "disclose"))
_TOLD_AFTER = frozenset(("by",))  # "answered by closing"
_JOINS = frozenset(("of", "for", "about", "on", "to", "with", "in"))  # "decided on closing"
_PURPOSE = frozenset(("if", "whether", "unless", "until", "before", "so", "lest", "without"))
THROUGH = frozenset((
    "round", "set", "series", "wave", "package", "list", "type", "raft", "number", "regime", "batch", "kind", "tranche",
    "part", "range", "prospect", "most", "some", "all", "slate",
))  # fmt: skip
_TAKES_PART = frozenset((
    "take", "participate", "put", "place", "go", "begin", "proceed", "join", "engage", "follow", "move", "start",
    "respond", "retaliate", "hit", "agree", "decide", "vote", "embark", "slap", "target", "bring", "order", "remain",
    "be", "set",
))  # fmt: skip


@cache
def _state_words(group: str) -> dict[str, tuple[int, str]]:
    """Map lemmas to the rank and name of the state that they put an activity of a group in."""
    found: dict[str, tuple[int, str]] = {}
    for rank, row in enumerate(read_table("positions/activity_states.tsv", ("state", "words"))):
        if row["group"] in ("", group):
            for word in cell_values(row["words"]):
                found.setdefault(word, (rank, row["state"]))
    return found


def governing(sentence: Sentence, noun: int, entry: Entry) -> tuple[int | None, list[int]]:
    """Return the verb that governs a noun, and the nouns between them; None where none says what becomes of it."""
    between: list[int] = []
    node = noun
    words = _state_words(entry.group)
    for _ in range(_LADDER):
        head, dep = sentence.heads[node], sentence.deps[node]
        if head == node:
            return None, between
        if dep == "pobj":
            upper = sentence.heads[head]
            if sentence.deps[head] == "agent":
                return None, between
            if sentence.deps[upper] in ("dobj", "nsubjpass") and sentence.lowers[head] == "on":
                upper = sentence.heads[upper]  # "put the fleet on alert"
            if sentence.tags[upper][:2] == "VB":
                fits = sentence.lemmas[upper] in _TAKES_PART and sentence.lowers[head] in ("in", "on", "with", "under")
                return (upper if fits or entry.kind == "near miss" else None), between
            if sentence.lemmas[upper] not in THROUGH and sentence.lemmas[upper] not in words:
                return None, between
            between.append(upper)
            node = upper
        elif dep in ("conj", "appos") and sentence.tags[head][:2] == "NN":
            node = head
        elif dep in ("dobj", "nsubj", "nsubjpass", "attr", "oprd") and sentence.tags[head][:2] == "VB":
            return head, between
        else:
            return None, between
    return None, between


def _climb(sentence: Sentence, verb: int) -> list[tuple[int, str]]:
    """Return a verb and what it hangs on, each with how it was reached; a clause of its own kind ends them."""
    found = [(verb, "")]
    node = verb
    for _ in range(_LADDER):
        head, dep = sentence.heads[node], sentence.deps[node]
        kids = sentence.children[node]
        if head == node:
            break
        if dep == "conj":
            own = any(sentence.deps[c] in _OWN and sentence.lowers[c] != "to" for c in kids)
            if own or sentence.tags[node] in ("VBD", "VBZ", "VBP") or sentence.tags[head][:2] != "VB":
                break
        elif dep == "advcl":
            if not any(sentence.lowers[c] == "to" for c in kids):
                break
        elif dep == "pcomp":
            found.append((head, "pcomp"))
            head, dep = sentence.heads[head], "prep"
        elif dep not in ("xcomp", "ccomp", "acl", "acomp") and (dep != "dobj" or sentence.tags[node] != "VBG"):
            break
        found.append((head, dep))
        node = head
    if sentence.tags[node][:2] == "NN":  # "ruled out the possibility of sending"
        head = sentence.heads[node]
        head = sentence.heads[head] if sentence.deps[node] == "pobj" else head
        if head != node and sentence.tags[head][:2] == "VB":
            found.append((head, _OVER))
    return found


def state_of(
    sentence: Sentence, i: int, entry: Entry, verb: int | None, between: Sequence[int]
) -> tuple[str | None, str]:  # fmt: skip
    """Return the state of an activity and the word that says so; None where it is only wished for or said not to be."""
    words = _state_words(entry.group)
    if verb is None:
        return ("held", sentence.words[i]) if entry.kind == "near miss" and not _asked(sentence, i) else (None, "")
    chain = _climb(sentence, verb)
    none = any(sentence.lowers[c] in ("no", "not") for c in _beside(sentence, i))
    none = none or "neither" in sentence.lowers[max(0, verb - _NEAR) : verb]
    if none or not _is_told(sentence, verb, chain, words, between):
        return None, ""
    found: list[tuple[int, str, str]] = [(9, entry.state, sentence.words[i])] if entry.verb else []
    found += [(*words[sentence.lemmas[n]], sentence.words[n]) for n in between if sentence.lemmas[n] in words]
    ahead = perhaps = denied = ended = False
    for head, link in chain:
        lemma = sentence.lemmas[head]
        if link == "ccomp" and not (ahead or perhaps):
            break  # "announced that it had sent"
        denied = denied or any(sentence.lowers[c] == "no" for c in sentence.children[head])
        if lemma in words and link not in ("conj", _OVER) and not (entry.verb and head == i):
            if not (lemma == "intend" and any(sentence.deps[c] == "nsubjpass" for c in sentence.children[head])):
                found.append((*words[lemma], sentence.words[head]))
        elif head == verb and _takes_effect(sentence, head):
            found.append((8, "in force", sentence.words[head]))
        elif not found and head == verb and entry.kind != "near miss":
            return None, ""
        for c in sentence.children[head]:
            ahead = ahead or sentence.lowers[c] in _AHEAD
            perhaps = perhaps or sentence.lowers[c] in _PERHAPS
            denied = denied or sentence.deps[c] == "neg" or sentence.lowers[c] in ("longer", "neither")
            denied = denied or (sentence.deps[c] == "nsubj" and _is_none(sentence, c))
            ended = ended or (sentence.deps[c] == "advcl" and _is_condition(sentence, c))
            headed = sentence.lowers[c] == "to" and sentence.deps[head] == "ROOT"  # "US to send troops"
            ahead = ahead or (headed and sentence.deps[c] == "aux")
        ahead = ahead or (link == "xcomp" and lemma in ("go", "be") and sentence.tags[head] != "VB")
        if lemma in _SAYS:
            break
    if not found or (denied and entry.state in ("lifted", "ended")):
        return (None, "") if entry.kind != "near miss" or denied or ahead or perhaps else ("held", sentence.words[i])
    if entry.kind == "near miss":
        return (None, "") if denied or ahead or perhaps else ("held", sentence.words[i])
    ahead = ahead or _goes_with_future(sentence, chain[-1][0])
    ahead = ahead or any(sentence.lemmas[head] in _SET and link == "xcomp" for head, link in chain)
    return _in_time(entry, min(found), (ahead, perhaps, denied, ended))


def _in_time(entry: Entry, found: tuple[int, str, str], told: tuple[bool, bool, bool, bool]) -> tuple[str | None, str]:
    """Return a state as tense, doubt, denial and condition (`told`, in this order) leave it."""
    _, state, cue = found
    ahead, perhaps, denied, hangs = told
    military = entry.group == "military"
    if entry.kind in ("aid", "arms supply") and (perhaps or state == "threatened"):
        return None, ""
    if military and (perhaps or (ahead and hangs)) and state != "threatened":
        return None, ""
    if state == "announced" and cue.lower()[:5] == "order" and entry.kind != "exercise":
        state = "held"
    if state in ("lifted", "ended"):
        if denied:
            return ("held" if military else "in force"), cue
        if ahead or perhaps:
            return ("announced" if military else "to be lifted"), cue
        return ("ended" if military else "lifted"), cue
    if denied:
        return None, ""
    if state in ("in force", "held", "announced") and (perhaps or (ahead and hangs)):
        return "threatened", cue
    if state in ("in force", "held") and ahead:
        return "announced", cue
    return ("held" if military and state == "in force" else state), cue


def _beside(sentence: Sentence, i: int) -> list[int]:
    """Return what hangs on a noun, or on what a verb is done to."""
    return [g for c in (i, *things_of(sentence, i)) for g in sentence.children[c]]


def _takes_effect(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb says that something is or comes into force."""
    return any(sentence.lemmas[g] in _FORCE for g in behind(sentence, verb, _INTO))


def _is_infinitive(sentence: Sentence, verb: int) -> bool:
    return sentence.tags[verb] == "VB" and not any(sentence.tags[c] == "MD" for c in sentence.children[verb])


def _only_says_which(sentence: Sentence, verb: int) -> bool:
    """Tell whether a clause only says which one is meant ("the gunmen who blockaded the base")."""
    while sentence.deps[verb] == "conj":
        verb = sentence.heads[verb]
    if sentence.deps[verb] != "relcl":
        return False
    return verb > 1 and "," not in sentence.words[max(0, sentence.heads[verb]) : verb]


def _is_none(sentence: Sentence, noun: int) -> bool:
    return any(sentence.lowers[c] in ("neither", "no") for c in sentence.children[noun])


def _is_condition(sentence: Sentence, clause: int) -> bool:
    return any(sentence.lowers[c] in ("if", "unless") for c in sentence.children[clause])


def _is_order(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb tells somebody what to do ("Suspend the aid!")."""
    if sentence.tags[verb] not in ("VB", "VBP") or sentence.deps[verb] not in ("ROOT", "ccomp"):
        return False
    return not any(sentence.deps[c] in _OWN for c in sentence.children[verb])


def _goes_with_future(sentence: Sentence, verb: int) -> bool:
    """Tell whether a participle goes with what is still to come ("would target seven, hitting them with a ban")."""
    above = sentence.heads[verb]
    if sentence.deps[verb] != "advcl" or sentence.tags[verb] != "VBG":
        return False
    return any(sentence.lowers[c] in _AHEAD for c in sentence.children[above] if sentence.deps[c] == "aux")


def _asked(sentence: Sentence, i: int) -> bool:
    """Tell whether a noun is only asked about or denied."""
    head = sentence.heads[sentence.heads[i]] if sentence.deps[i] == "pobj" else sentence.heads[i]
    return sentence.lemmas[head] in _DENIES or sentence.lemmas[head] in _DIRECTS


def _is_told(
    sentence: Sentence, verb: int, chain: Sequence[tuple[int, str]], words: Mapping[str, tuple[int, str]],
    between: Sequence[int],
) -> bool:  # fmt: skip
    """Tell whether an activity is told as done, begun, planned or threatened, not as wished for, charged or denied."""
    below = verb
    for head, link in chain:
        kids = sentence.children[head]
        if link == "pcomp":
            joined = sentence.lowers[head] in _JOINS and sentence.lemmas[sentence.heads[head]] in words
            if sentence.lowers[head] not in _TOLD_AFTER and not joined:
                return False
            continue
        if is_alleged(sentence, head) or any(sentence.lowers[c] in _OUGHT for c in kids if sentence.deps[c] == "aux"):
            return False
        if _only_says_which(sentence, head) or _is_order(sentence, head):
            return False
        if sentence.deps[head] == "csubj" or (link == _OVER and sentence.tags[head] == "VB"):
            return False
        if sentence.deps[head] == "conj" and sentence.tags[sentence.heads[head]][:2] == "NN":
            return False  # "splits over aid and arming rebels"
        if not link and between and sentence.lemmas[head] not in words and sentence.lemmas[head] not in _LIGHT:
            return False
        if link == "conj" and any(sentence.lowers[c] == "or" for c in kids):
            return False
        if any(sentence.lowers[c] in _PURPOSE and sentence.deps[c] in ("mark", "advmod") for c in kids):
            return False
        lemma = sentence.lemmas[head]
        if link and link != "conj":
            if lemma in _DENIES or (lemma in _DIRECTS and link != "prep"):
                return False
            if link == "advcl" and words.get(lemma, (0, ""))[1] not in ("threatened", "announced"):
                return False
            if link == "acl" and lemma in _CLAIMS:
                return False
            if link == "acl" and lemma not in words and sentence.tags[below] != "VBG":
                return False
            bare = sentence.tags[below] in ("VB", "VBG") and (
                link == "xcomp" or (link == "ccomp" and _is_infinitive(sentence, below))
            )
            if bare and lemma not in words and lemma not in _STARTS:
                return False
        if sentence.deps[head] == "relcl" and any(sentence.lowers[c] == "where" for c in kids):
            return False
        below = head
    return True
