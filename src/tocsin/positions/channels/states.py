"""Says in which state a sentence puts a channel: by the verb that governs it, and the verbs over that one.

From the noun the tree is climbed to a verb; the prepositions and nouns passed on the way must be among the words by
which that verb gives a state ("walked out of the talks", "gave its consent to talks"). What a noun says becomes of a
channel ("the suspension of talks") holds where the verb over it tells, demands or refuses it. What is offered or
demanded is proposed, what somebody agrees to is agreed, what is refused or will not be is refused. What could be,
hangs on "if" or is only mentioned ("while the talks last") is no news.
"""

from __future__ import annotations

from tocsin.positions.channels.words import StateWord, list_outcomes, near, states_of
from tocsin.positions.roles import behind, is_alleged
from tocsin.records import Sentence

_OBJECT = frozenset((
    "dobj", "nsubjpass", "pobj", "oprd", "attr", "conj", "dep", "prep", "appos", "dative", "npadvmod", "ccomp",
    "advmod", "prt",
))  # fmt: skip
_AHEAD = frozenset(("will", "would", "shall", "'ll", "’ll", "wo"))
_WILL = frozenset(("will", "shall", "'ll", "’ll"))
_HELPERS = frozenset(("aux", "neg", "mark", "advmod"))
_PERHAPS = frozenset(("could", "may", "might", "should", "must", "can"))
_ASIDE = frozenset((
    "if", "provided", "providing", "whether", "unless", "while", "until", "before", "as", "since", "when", "after",
    "once",
))  # fmt: skip
_TURNS = frozenset(("suspended", "held without result", "broken"))  # news also where "as" leads them in
_TOGETHER = frozenset(("as",))
_SAYS = frozenset(("say", "tell", "add", "report", "write", "note", "state", "announce", "confirm", "repeat", "vow"))
_STARTS = frozenset((
    "begin", "start", "continue", "go", "be", "help", "come", "manage", "prompt", "lead", "cause", "force",
))  # fmt: skip
_ALLEGES = frozenset(("deny", "dispute", "doubt", "allege", "claim", "suspect", "fear", "accuse"))
_KEEPS = frozenset(("keep", "maintain", "preserve", "remain", "continue"))
_LOOSE = frozenset(("last", "open", "work", "go", "end", "close", "hold", "include"))  # "the last talks"
_PUTS = frozenset((
    "make", "repeat", "renew", "put", "present", "bring", "table", "outline", "issue", "have", "announce", "submit",
    "launch", "float", "unveil", "reiterate", "extend", "set", "send", "come", "lead", "say", "hand", "circulate",
))  # fmt: skip
_ACTS = frozenset(("decision", "move", "agreement", "step", "vote", "order", "deal"))  # "the move to suspend the talks"
_UNDOES = frozenset(("reverse", "drop", "abandon", "rescind", "delay", "overturn", "await", "consider", "weigh"))
MAKES = frozenset(
    ("proposal", "offer", "call", "demand", "appeal", "plan", "idea", "request", "invitation", "suggestion")
)
OVER = {
    **dict.fromkeys((
        "offer", "propose", "suggest", "urge", "call", "demand", "ask", "invite", "appeal", "seek", "want", "press",
        "push", "plead", "beg", "recommend", "proposal", "appeal", "request", "idea", "invitation", "encourage",
        "apply", "volunteer",
    ), "proposed"),
    **dict.fromkeys((
        "agree", "accept", "promise", "decide", "pledge", "ready", "willing", "prepared", "willingness", "readiness",
        "intention", "intent", "consent", "undertake", "schedule", "plan", "set", "due", "happy",
    ), "agreed"),
    **dict.fromkeys((
        "refuse", "decline", "reject", "oppose", "unwilling", "refusal", "unwillingness",
    ), "refused"),
}  # fmt: skip
_GOES_ON = frozenset(("take", "go", "happen", "resume", "continue", "begin", "start", "proceed", "hold", "meet"))
_USES = frozenset(("use", "operate", "function", "work", "ring", "hold up"))  # what is done with a line, not with talks
_ABIDES = frozenset(("abide", "adhere", "stick", "respect", "honour", "honor", "implement"))
_THROUGH = frozenset((
    "round", "series", "hour", "day", "session", "idea", "set", "week", "number", "terms", "meeting", "possibility",
    "dispatch", "presence", "deployment", "team", "group", "party", "dozen", "pair", "contingent", "batch", "convoy",
    "lot", "mission", "prospect", "hundred", "text", "draft", "copy", "month", "posting", "sending", "admission",
    "venue", "site", "place", "host", "visit", "date", "track",
))  # fmt: skip
_LEADS: dict[str, frozenset[str]] = {
    "to": frozenset((
        "agree", "return", "come", "go", "bring", "invite", "commit", "open", "submit", "take", "object", "consent",
        "appeal", "stick", "adhere", "turn",
    )),
    "for": frozenset((
        "call", "ask", "appeal", "push", "press", "plead", "prepare", "meet", "lobby", "argue", "invite",
    )),
    "on": frozenset(("agree", "insist", "decide", "settle")),
    "in": frozenset(("engage", "participate", "take", "join", "sit")),
    "with": frozenset(("go", "proceed", "begin", "start", "agree", "continue")),
    "under": frozenset(("agree", "meet", "talk")),
    "into": frozenset(("enter", "go")),
    "from": frozenset(("withdraw", "walk", "pull")),
    "of": frozenset(("pull", "walk")),
    "by": frozenset(("abide", "stand")),
}  # fmt: skip
_NOT_YET = frozenset(("held", "open", "agreed", "concluded", None))
_GOES = frozenset(("held", "open", "agreed", "concluded"))
_TELLS = frozenset((
    "announce", "declare", "order", "confirm", "decide", "mean", "cause", "bring", "see", "force", "prompt", "mark",
    "follow", "come", "be", "report", "begin", "trigger", "threaten", "remain", "take", "make", "signal", "agree",
))  # fmt: skip
_COMES = frozenset(("come", "follow", "be", "begin", "mark", "take", "mean", "leave"))
_WISHES = frozenset(("want", "need", "seek"))
_SEEN = frozenset(("point", "reason", "need", "use", "intention", "wish", "desire", "interest"))
_EITHER = frozenset(("end", "hold", "break", "open", "close", "stop", "resume", "continue", "sign", "use"))
_ENDS = frozenset(("end", "conclude", "finish", "close", "wrap", "wind"))
_CONDITIONS = frozenset(("condition", "understanding", "provided", "providing"))
_CALLS = frozenset(("describe", "call"))  # an offer "open"
_LETS = frozenset(("let", "allow", "permit", "enable", "clear", "authorise", "authorize"))
_FRUITS = frozenset((
    "agreement", "result", "deal", "breakthrough", "progress", "accord", "outcome", "resolution", "conclusion",
    "settlement", "compromise", "solution", "success", "understanding", "statement", "headway", "end", "movement",
))  # fmt: skip
_FAILURES = frozenset(("deadlock", "failure", "stalemate", "acrimony", "impasse", "disarray", "recrimination"))
_VAINLY = frozenset(("inconclusively", "fruitlessly", "acrimoniously", "empty-handed"))
_YIELDS = frozenset((
    "produce", "yield", "bring", "make", "achieve", "reach", "show", "deliver", "end", "see", "lead", "result",
))  # fmt: skip
_FRUITLESS = frozenset(("talks", "envoy", "contact group", "arbitration", "court case", "exchange", "contact"))
_WITHOUT, _WITH, _IN = frozenset(("without",)), frozenset(("with",)), frozenset(("in", "amid"))
_LITTLE = frozenset(("no", "little", "any", "nothing"))
_PEOPLE = frozenset(("mission", "envoy"))
_JOINING = frozenset(("to", "of", "from", "with", "for", "in", "at", "on", "as", "without"))
_LADDER = 5  # how many words above the noun may set its state


def state_at(sentence: Sentence, noun: int, kind: str) -> tuple[str | None, int]:
    """Return the state that the words above a noun put it in, or None, and the word that says so."""
    given: list[tuple[str | None, int]] = [
        (found.state, child) for child in sentence.children[noun]
        if sentence.deps[child] in ("acl", "relcl") and sentence.lemmas[child] not in _LOOSE
        if kind not in _PEOPLE or not is_aside(sentence, child)
        for found in states_of(sentence, child, kind) if not found.rest
    ]  # fmt: skip
    if given and _is_denied(sentence, noun):
        return None, noun  # "do not have a meeting scheduled"
    blocked = [told for told in given if any(sentence.deps[c] == "agent" for c in sentence.children[told[1]])]
    if blocked:
        return blocked[0]
    state = _from_above(sentence, noun, kind)
    return (state, noun) if state or not given or sentence.deps[noun] == "pobj" else given[0]


def _is_denied(sentence: Sentence, noun: int) -> bool:
    """Tell whether a noun is the object of a verb that is denied."""
    beside = sentence.children[sentence.heads[noun]]
    return sentence.deps[noun] == "dobj" and any(sentence.deps[c] == "neg" for c in beside)


def _from_above(sentence: Sentence, noun: int, kind: str) -> str | None:
    """Return the state that the verb above a noun puts it in, or None."""
    node, joined, passed, becomes = noun, "", set[str](), ""
    none = _has_no(sentence, noun)
    for _ in range(_LADDER):
        head, dep = sentence.heads[node], sentence.deps[node]
        if head == node or dep in ("advcl", "relcl", "parataxis"):
            return None
        if sentence.deps[head] in ("prep", "agent", "dative") and dep in ("pobj", "pcomp"):
            node, joined = head, sentence.lowers[head]
            while sentence.deps[sentence.heads[node]] in ("prep", "advmod", "prt"):  # "out of", "away from"
                node = sentence.heads[node]
            dep = sentence.deps[node]
            head = sentence.heads[node]
        if sentence.tags[head][:2] == "VB":
            if is_aside(sentence, head):
                return None
            return _by_clause(sentence, head, kind, (node, joined, frozenset(passed), becomes, none))
        if sentence.tags[head] == "JJ" and joined and sentence.tags[sentence.heads[head]][:2] == "VB":
            found = _by_verb(sentence, head, kind, True, frozenset((joined, *passed)))  # "is open to talks"
            return above_all(sentence, sentence.heads[head], found) if found in ("agreed", "refused") else None
        if sentence.tags[head][:2] == "NN" and dep not in ("conj", "appos"):
            lemma = sentence.lemmas[head]
            if _has_no(sentence, head) and joined != "of" and lemma not in _SEEN:
                return None  # "no plans for a meeting"
            if lemma in MAKES and joined not in ("in", "on", "during", "after", "at"):
                return of_offer(sentence, head)
            if lemma in list_outcomes() and any(sentence.lowers[c] == "any" for c in sentence.children[head]):
                return None
            if joined in ("of", "to", "from") and lemma in list_outcomes() and not becomes:
                becomes = list_outcomes()[lemma]
            elif not (joined == "of" and lemma in _THROUGH) and joined not in ("with", "between"):
                passed.update((lemma, joined) if joined else (lemma,))
            joined = ""
        node = head
    return None


def _by_clause(
    sentence: Sentence, verb: int, kind: str, reached: tuple[int, str, frozenset[str], str, bool]
) -> str | None:  # fmt: skip
    """Return the state that a clause puts a channel in; `reached` is how its verb was reached from the noun.

    That is the phrase that hangs on the verb, the preposition before it, the nouns passed on the way, the state that
    one of these gives, and whether the noun has "no" before it.
    """
    node, joined, passed, becomes, none = reached
    lemma = sentence.lemmas[verb]
    if lemma == "meet" and kind == "envoy":
        return None
    if lemma in ("hold", "remain", "meet") and kind in _PEOPLE and sentence.deps[node] != "nsubj":
        return None  # held by gunmen, met with a mayor
    if lemma in _USES and kind in ("talks", "accord"):
        return None
    if lemma == "keep" and any(sentence.lowers[c] == "out" for c in sentence.children[verb]) and kind == "talks":
        return None  # "keep the talks out of the quarrel"
    in_object = sentence.deps[node] in _OBJECT
    if becomes:
        return _of_outcome(sentence, verb, (kind, becomes, joined), in_object)
    found = _by_verb(sentence, verb, kind, in_object, passed | {joined} if joined else passed)
    above = sentence.heads[verb]
    if found is None and sentence.deps[verb] == "xcomp" and in_object:  # "stopped answering the hotline"
        whole = _by_verb(sentence, above, kind, True, frozenset((sentence.lowers[verb],)))
        found, verb = (whole, above) if whole is not None else (found, verb)
    lets = not in_object and sentence.deps[verb] in ("ccomp", "xcomp") and sentence.lemmas[above] in _LETS
    if lets and sentence.tags[verb] in ("VB", "VBP"):
        found, verb = "agreed", above
    if kind in _FRUITLESS and not passed and is_fruitless(sentence, verb) and (not in_object or found is not None):
        return "held without result" if above_all(sentence, verb, "suspended") or found else None
    if none:
        return _of_none(sentence, verb, found)
    if found == "agreed" and any(sentence.deps[c] == "dobj" and _has_no(sentence, c) for c in sentence.children[verb]):
        found = "refused"  # "sent no delegation to the talks"
    state = above_all(sentence, verb, found)
    called_off = state == "refused" and not in_object and lemma in _GOES_ON
    return "suspended" if called_off else state


def _by_verb(
    sentence: Sentence, verb: int, kind: str, in_object: bool, passed: frozenset[str] = frozenset()
) -> str | None:  # fmt: skip
    """Return the state that a verb puts its object or its subject in; `passed` are the words between them."""
    beside: frozenset[str] | None = None
    acts = not in_object and sentence.lemmas[verb] in _EITHER
    if acts and any(sentence.deps[c] == "dobj" for c in sentence.children[verb]):
        return None  # "the truce ended the fighting"
    for found in states_of(sentence, verb, kind):
        if found.voice != "any" and (found.voice == "object") != in_object:
            continue
        if found.voice == "object" and found.last in _JOINING and found.last not in passed:
            continue
        if not passed <= found.rest and not _is_led(sentence, verb, passed, found):
            continue
        if found.rest:
            beside = near(sentence, verb) if beside is None else beside
            if not found.rest <= beside | passed:
                continue
        return found.state
    return None


def _is_led(sentence: Sentence, verb: int, passed: frozenset[str], found: StateWord) -> bool:
    """Tell whether what is said by a verb is said of the noun behind its preposition."""
    missing = passed - found.rest
    if len(missing) != 1:
        return False
    (word,) = missing
    return sentence.lemmas[verb] in _LEADS.get(word, ())


def _of_outcome(sentence: Sentence, verb: int, what: tuple[str, str, str], in_object: bool) -> str | None:
    """Return the state of a channel whose end or beginning is told, demanded or refused ("called for a resumption")."""
    kind, becomes, joined = what
    lemma = sentence.lemmas[verb]
    over = OVER.get(lemma) or _by_verb(sentence, verb, kind, in_object)
    if not joined and lemma in (_TELLS if in_object else _COMES):
        state = "agreed" if over == "agreed" and becomes == "open" else becomes
        return above_all(sentence, verb, state) if becomes == "open" or not _is_ahead(sentence, verb) else None
    if becomes in _GOES and over in ("proposed", "agreed", "refused"):
        return above_all(sentence, verb, over)
    return None


def _of_none(sentence: Sentence, verb: int, found: str | None) -> str | None:
    """Return the state of what "no" stands before ("there will be no talks", "no convoys would be allowed")."""
    ahead = _is_ahead(sentence, verb)
    if (sentence.lemmas[verb] == "be" and ahead) or (found == "proposed" and sentence.lemmas[verb] in _WISHES):
        return "refused"
    return "refused" if found == "agreed" or (found in _GOES and ahead) else None


def _is_ahead(sentence: Sentence, verb: int) -> bool:
    return any(sentence.lowers[c] in _AHEAD for c in sentence.children[verb])


def _has_no(sentence: Sentence, noun: int) -> bool:
    return any(sentence.lowers[c] == "no" for c in sentence.children[noun])


def is_fruitless(sentence: Sentence, verb: int) -> bool:
    """Tell whether a clause says that what it tells came to nothing ("without agreement", "produced no deal")."""
    kids = sentence.children[verb]
    if any(sentence.lemmas[g] in _FRUITS for g in behind(sentence, verb, _WITHOUT)):
        return True
    if any(sentence.lemmas[g] in _FAILURES for g in behind(sentence, verb, _IN)):
        return True
    if any(sentence.lemmas[g] in _FRUITS and _is_little(sentence, g) for g in behind(sentence, verb, _WITH)):
        return True
    below = [g for c in kids if sentence.lowers[c] == "without" for g in sentence.children[c]]
    if any(sentence.tags[g] == "VBG" and sentence.lemmas[g] in _YIELDS for g in below):
        return True
    if sentence.lemmas[verb] in ("get", "lead", "go"):
        return any(sentence.lowers[c] == "nowhere" for c in kids)
    if any(sentence.lowers[c] in _VAINLY for c in kids):
        return True
    denied = any(sentence.deps[c] == "neg" for c in kids)
    return sentence.lemmas[verb] in _YIELDS and any(
        sentence.lowers[c] in ("nothing", "little")
        or (sentence.lemmas[c] in _FRUITS and (denied or _is_little(sentence, c)))
        for c in kids if sentence.deps[c] == "dobj"
    )  # fmt: skip


def _is_little(sentence: Sentence, noun: int) -> bool:
    return any(sentence.lowers[c] in _LITTLE for c in sentence.children[noun])


def of_offer(sentence: Sentence, noun: int) -> str | None:
    """Return the state of what an offer or proposal offers: as the verb above it says, else proposed."""
    verb = sentence.heads[noun]
    if sentence.deps[noun] not in ("dobj", "nsubjpass", "pobj") or verb == noun:
        return "proposed"
    joined = frozenset[str]()
    if sentence.deps[noun] == "pobj":
        joined = frozenset((sentence.lowers[verb],))
        verb = sentence.heads[verb]
    if sentence.tags[verb][:2] != "VB":
        return _from_above(sentence, noun, "proposal") or "proposed"  # "turned its back on the offer"
    puts = sentence.lemmas[verb] in _PUTS or sentence.lemmas[verb] in OVER
    puts = puts or (sentence.lemmas[verb] in _CALLS and "open" in sentence.lowers[verb:])
    state = _by_verb(sentence, verb, "proposal", True, joined) or ("proposed" if puts else None)
    return above_all(sentence, verb, state)


def is_aside(sentence: Sentence, verb: int) -> bool:
    """Tell whether a clause only says who somebody is ("the rebels who signed the truce") or makes an act a thing."""
    dep, tag = sentence.deps[verb], sentence.tags[verb]
    if dep == "amod":
        return True
    if dep == "relcl":
        if any(sentence.lowers[c] == "where" for c in sentence.children[verb]):
            return False  # "flew to Oslo, where he will meet"
        return verb > 1 and "," not in sentence.words[max(0, sentence.heads[verb]) : verb]
    if tag == "VBG" and (dep in ("dobj", "nsubj", "csubj", "pobj", "attr", "amod") or verb == 0):
        return True
    if tag == "VBG" and dep == "conj" and sentence.tags[sentence.heads[verb]][:2] == "NN":
        return True
    kids = {sentence.lowers[c] for c in sentence.children[verb] if sentence.deps[c] == "aux"}
    return {"to", "have"} <= kids  # "the first to have signed"


def above_all(sentence: Sentence, verb: int, state: str | None) -> str | None:
    """Return the state after the words that hang on its verb and the verbs that go over it have changed it."""
    node = verb
    for _ in range(_LADDER):
        told, state = _in_mood(sentence, node, state)
        if not told:
            return None
        head, dep = sentence.heads[node], sentence.deps[node]
        if dep == "advcl" and _is_purpose(sentence, node) and sentence.lemmas[head] in OVER:
            dep = "xcomp"  # "offered on Thursday to host talks"
        if dep == "acomp" and sentence.tags[head][:2] == "VB":  # "is not ready to meet"
            node = head
            continue
        if head == node or dep not in ("xcomp", "ccomp", "acl", "pcomp", "conj"):
            break
        if dep == "conj" and any(sentence.deps[c] in ("nsubj", "nsubjpass") for c in sentence.children[node]):
            beside = {sentence.lowers[c] for c in sentence.children[head] if sentence.deps[c] in _HELPERS}
            return state if beside.isdisjoint(_ASIDE) else None
        if sentence.lemmas[head] in MAKES and dep == "acl":
            return of_offer(sentence, head)
        if dep == "pcomp":
            if sentence.lowers[head] in _ASIDE:
                return None
            head = sentence.heads[head]
            if sentence.lemmas[head] in _SEEN and _is_little(sentence, head):  # "sees no point in meeting"
                return "refused" if state in _GOES and _has_no(sentence, head) else None
            if sentence.lemmas[head] in MAKES:  # "rejected the idea of attending"
                return of_offer(sentence, head)
        if sentence.lemmas[head] in _SEEN and _is_little(sentence, head):
            return "refused" if state in _GOES and _has_no(sentence, head) else None
        if dep in ("acl", "ccomp") and sentence.lowers[head] in _CONDITIONS:
            return None
        if dep == "acl" and not _is_act(sentence, node, head):
            return None  # "no right to break the treaty", "the need to restart the talks"
        step = _under(sentence, (node, verb, head), dep, state)
        if step is None or step[1]:
            return step[0] if step is not None else None
        state, node = step[0], head
    return state


def _is_act(sentence: Sentence, verb: int, noun: int) -> bool:
    """Tell whether a clause that hangs on a noun is told as done ("the decision to", other than "the need to")."""
    if _has_no(sentence, noun):
        return False
    if not _is_purpose(sentence, verb) or sentence.tags[noun][:2] != "NN":
        return True
    above = sentence.lemmas[sentence.heads[noun]]
    return sentence.lemmas[noun] in OVER or (sentence.lemmas[noun] in _ACTS and above not in _UNDOES)


def _in_mood(sentence: Sentence, node: int, state: str | None) -> tuple[bool, str | None]:
    """Return whether a clause tells what its verb says, and the state after its tense and negation."""
    lowers = {sentence.lowers[c] for c in sentence.children[node] if sentence.deps[c] in _HELPERS}
    dep, head = sentence.deps[node], sentence.heads[node]
    if dep == "csubj" or is_alleged(sentence, node) or lowers & _PERHAPS:
        return False, None
    together = state in _TURNS and head < node and not lowers.isdisjoint(_TOGETHER)
    if not lowers.isdisjoint(_ASIDE) and dep in ("advcl", "ccomp", "relcl", "acl") and not together:
        return False, None
    if dep == "advcl" and "to" in lowers and sentence.lemmas[head] not in OVER:
        return False, None  # what is only meant
    if any(sentence.deps[c] == "neg" and c < node for c in sentence.children[node]):
        if state in ("agreed", "proposed") or (state in _GOES and lowers & _AHEAD):
            return True, "refused"
        return False, None
    if state in ("held", "open", "concluded") and lowers & _AHEAD:
        if any(sentence.deps[c] == "advcl" and _has_if(sentence, c) for c in sentence.children[node]):
            return True, "proposed"
        told = lowers & _WILL or (dep == "ccomp" and sentence.tags[head] == "VBD" and sentence.lemmas[head] in _SAYS)
        return bool(told), "agreed"
    if dep == "xcomp" and "to" in lowers and sentence.lemmas[head] == "be" and state in _GOES:
        return True, "agreed"  # "are to meet on Friday"
    return True, state


def _under(
    sentence: Sentence, nodes: tuple[int, int, int], dep: str, state: str | None
) -> tuple[str | None, bool] | None:  # fmt: skip
    """Return the state under the verb above, and whether it is final; None where it tells nothing.

    `nodes` are the clause that is looked at, the verb of the channel, and the verb above.
    """
    _, verb, head = nodes
    lemma = sentence.lemmas[head]
    over = "proposed" if lemma == "tell" and dep == "xcomp" else OVER.get(lemma)  # "was told to let them in"
    unsure = lemma in _ALLEGES or any(sentence.deps[c] == "neg" for c in sentence.children[head])
    if dep == "ccomp" and unsure:
        return None  # "does not believe that", "alleged that"
    if over == "proposed" and sentence.lemmas[verb] in _ABIDES:
        return None
    if over is None and (lemma in _SAYS or dep == "ccomp"):
        when = sentence.deps[head] in ("relcl", "advcl") and any(
            sentence.lowers[c] == "when" for c in sentence.children[head]
        )
        return None if when or sentence.deps[head] == "csubj" else (state, True)
    if over == "refused" and state is not None and dep != "conj":
        return ("refused", False) if state not in ("suspended", "refused") else None
    if lemma == "fail" and state is None:
        return "held without result", False
    if over == "agreed" and state == "open" and sentence.lemmas[verb] in _KEEPS:
        return state, False
    if over is not None and dep != "conj":
        if state is None or (dep == "pcomp" and lemma == "intention"):
            return None
        if over == "agreed" and sentence.lemmas[verb] in _ENDS:
            return None  # "is scheduled to end on Friday"
        return (over if over == "proposed" or state in _NOT_YET else state), False
    if dep in ("xcomp", "pcomp") and lemma not in _STARTS:
        return None
    return state, False


def _is_purpose(sentence: Sentence, verb: int) -> bool:
    return any(sentence.lowers[c] == "to" and sentence.deps[c] == "aux" for c in sentence.children[verb])


def _has_if(sentence: Sentence, clause: int) -> bool:
    """Tell whether a clause is a condition."""
    return any(sentence.lowers[c] in ("if", "once", "provided") for c in sentence.children[clause])
