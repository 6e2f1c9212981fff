"""Finds the words that govern an issue in the tree and put somebody for or against it.

Algorithm: from a noun the tree is climbed through nouns that keep its sense ("the creation of a contact group") or turn
it round ("the end of the sanctions") to a verb of data/positions/stances.tsv of which it is the object, or whose
preposition it hangs on. From that verb, or from one that raises the issue itself, further verbs are climbed as long as
they go over the clause ("refused to accept", "agreed to hold"); one that is not known to leaves no stance, as do "if",
"whether", "could" and deeds not done. The last verb reached decides, and its subject holds the stance.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tocsin.positions.stances.issues import Raised, words_under
from tocsin.positions.stances.words import StanceWord, stance_words
from tocsin.records import Sentence

OPPOSITE = {"for": "against", "against": "for", "conditional": "conditional", "silent": "silent"}
_LADDER = 6
_ADJACENT = 2  # tokens between "ruled out" and "sending"
_SENSE_KEPT = frozenset((
    "creation", "establishment", "idea", "plan", "proposal", "offer", "prospect", "possibility", "need", "call",
    "round", "series", "package", "imposition", "use", "set", "start", "resumption", "continuation", "holding",
    "formation",
    "introduction", "implementation", "threat", "deployment", "appointment", "adoption", "extension", "wave", "form",
    "kind", "sort", "type", "draft", "demand", "bid", "effort", "mission", "team", "number", "group", "mandate",
    "legitimacy", "legality", "validity", "right", "importance", "necessity", "convening", "opening", "launch",
    "expansion", "supply", "delivery", "provision", "campaign", "option", "term", "result", "outcome", "principle",
    "support", "approval", "acceptance", "recognition", "decision", "step", "talk",
    "negotiation", "hundred", "thousand", "dozen", "part",
))  # fmt: skip
_REVERSING = frozenset((
    "delay", "end", "halt", "ban", "suspension", "objection", "opposition", "rejection", "lifting", "postponement",
    "boycott", "cancellation", "removal", "easing", "withdrawal", "refusal", "limit", "abolition", "obstacle", "risk",
    "danger", "avoidance",
))  # fmt: skip
_SPEECH = frozenset(("say", "tell", "add", "report", "write", "note", "state", "claim", "comment", "reveal"))
_ANSWERS = frozenset(("comment", "speculate", "respond", "reply", "answer"))
_REFUSES = frozenset(("refuse", "decline"))
_NO = frozenset(("no", "not", "n't", "n’t", "never", "neither", "nor", "without", "cannot"))
_OPEN = frozenset(("if", "whether", "unless", "until", "before"))
_MAYBE = frozenset(("could", "may", "might", "can"))
_YIELDS = frozenset(("accept", "imagine", "live"))  # "could live with"
_OUGHT = frozenset(("should", "must", "ought"))
_WILL = frozenset(("will", "would", "shall", "'ll", "’ll", "wo", "can", "ca", "to"))
_WILLED = frozenset(("will", "can", "must", "shall", "should"))
_EASES = frozenset(("lift", "end", "drop", "withdraw", "revoke", "rescind", "stop", "halt"))
_PUTS_OFF = frozenset(("suspend", "postpone", "delay", "freeze", "ease", "relax"))
_FINITE = frozenset(("will", "would", "does", "do", "did", "has", "have", "had", "is", "was", "are", "were", "shall"))
_WITH_TO = frozenset(("right", "support", "commitment", "call", "need", "plan", "proposal"))
_UNWILLED = frozenset(("resignation",))  # to do it is not to be for it
_DIRECTS = frozenset(
    (
        "demand",
        "urge",
        "call",
        "ask",
        "press",
        "push",
        "appeal",
        "request",
        "want",
        "insist",
        "seek",
        "proposal",
        "plea",
    )
)
_GUESSES = frozenset((
    "expect", "predict", "believe", "think", "suggest", "doubt", "hope", "fear", "likely", "possible", "unlikely",
    "imagine", "suspect", "guess", "assume", "speculate",
))  # fmt: skip
_DENIES = frozenset(("deny", "refute", "disprove", "dispute"))
_UNDECIDED = frozenset(("plan", "intend", "decide", "try", "begin", "start", "move", "seek"))  # not to is no refusal
_RULES = frozenset(("decide", "rule", "find", "propose", "recommend", "order", "award"))
_ABIDES = {"respect": "for", "accept": "for", "honour": "for", "honor": "for", "follow": "for", "abide": "for",
           "reject": "against", "ignore": "against"}  # fmt: skip
_NAMES = frozenset((
    "call", "describe", "label", "brand", "term", "consider", "regard", "deem", "confirm", "acknowledge",
))  # fmt: skip
_OWNED = frozenset(("licence", "license", "permit", "post", "seat", "share", "stake", "land", "prisoner", "hostage"))
_LINKS = frozenset(("of", "for", "to", "on", "with", "in", "against", "about", "over", "between", "under", "through"))
_BY_ACT = {
    "reject": "against", "praise": "for", "offer": "for", "agree": "for", "demand": "for", "urge": "for",
    "decline": "silent", "promise": "for", "accuse": "against",
}  # fmt: skip


_NEEDS = frozenset((
    "need", "appetite", "interest", "reason", "case", "room", "place", "wish", "desire", "point", "use", "ground",
    "justification", "sense", "value", "merit", "cause", "grounds", "time", "question",
))  # fmt: skip
_WISHES = frozenset(("appetite", "interest", "wish", "desire"))
_HAS = frozenset(("have", "see", "find", "feel", "recognise", "recognize", "express", "show"))
_CALLED = frozenset((
    "strike", "walkout", "stoppage", "boycott", "election", "referendum", "vote", "summit", "ceasefire", "truce",
    "talk", "conference", "runoff", "session", "halt",
))  # fmt: skip
_EQUIPPED = frozenset(("ready", "prepared"))
_FAVOUR = frozenset(("favour", "favor"))


class Governed(msgspec.Struct, frozen=True):
    """A stance on an issue: the token that decides it, its words, and the verbs climbed on the way.

    `noun` is True where a noun decides, whose possessor holds the stance; `wished` where a "should" or "must" leaves it
    to whoever says so; `doing` where only a deed shows it.
    """

    stance: str
    node: int
    cue: str
    chain: tuple[int, ...] = ()
    noun: bool = False
    wished: bool = False
    doing: bool = False


def find_governing(sentence: Sentence, raised: Raised, acts: Mapping[int, str]) -> list[Governed]:
    """Return the stances that the words above an issue give it; `acts` maps the offsets of cues to their acts."""
    if not raised.verb:
        found = _from_noun(sentence, raised.head, acts)
        noun = raised.taken_up and sentence.tags[raised.head][:2] == "NN"  # "received the request" takes no side
        return [one for one in found if not (noun and one.doing)]
    if any(sentence.lowers[c] == "neither" for c in sentence.children[raised.head]):
        return [Governed("silent", raised.head, f"neither {sentence.words[raised.head]}")]
    deed = raised.issue.split(" of ")[0] in _UNWILLED and not raised.taken_up
    if raised.stance == "silent":
        return [Governed("silent", raised.head, sentence.words[raised.head])]
    known = stance_words("hold").get(sentence.lemmas[raised.head], ()) if raised.taken_up else ()
    stance = raised.stance or (known[0].stance if known else "for")
    found = _over(sentence, raised.head, stance, not (known or (raised.taken_up and raised.stance)), acts)
    return [one for one in found if not deed or len(one.chain) > 1 or one.stance == "against" or one.wished]


def is_denied(sentence: Sentence, i: int) -> bool:
    """Tell whether a word is negated."""
    return any(
        sentence.deps[c] == "neg" or sentence.lowers[c] in _NO
        or (sentence.lowers[c] == "longer" and sentence.lowers[c - 1] == "no")
        for c in sentence.children[i]
    )  # fmt: skip


def _from_noun(sentence: Sentence, node: int, acts: Mapping[int, str], *, below: bool = True) -> list[Governed]:
    """Climb from the noun of an issue to the verb above it; `below` says whether the clauses under it count too."""
    found = _below(sentence, node) if below else []
    flips = any(sentence.lowers[c] in _NO for c in sentence.children[node])
    for _ in range(_LADDER):
        head, link = sentence.heads[node], sentence.deps[node]
        if head == node:
            return found
        if link == "conj" and sentence.tags[head][:2] != "VB":
            node = head
            continue
        if link == "attr" and sentence.lemmas[head] == "be":
            return found + _there_will_be(sentence, node, head)
        if link == "pobj":
            link, head = sentence.lowers[head], _above_preposition(sentence, head)
        elif link == "nsubj" and sentence.lemmas[head] in _RULES:
            return found + _ruled(sentence, head, acts)
        elif link not in ("dobj", "nsubjpass", "oprd"):
            return found
        if sentence.tags[head][:2] == "VB":
            return found + _from_verb(sentence, head, link, flips, acts)
        lemma = sentence.lemmas[head]
        if link in _LINKS and sentence.tags[head][:2] == "JJ" and sentence.deps[head] == "acomp":
            return found + _from_adjective(sentence, head, flips, acts)
        if link in _LINKS and sentence.tags[head][:2] == "NN" and (lemma in _NEEDS or lemma in _FAVOUR):
            needed = _needed(sentence, head, flips, acts)
            if needed:
                return found + needed
        if link not in _LINKS or sentence.tags[head][:2] != "NN":
            return found
        known = stance_words("noun").get(lemma, ())
        if known:
            stance = OPPOSITE[known[0].stance] if flips else known[0].stance
            found.append(Governed(stance, head, sentence.words[head], noun=True))
        if not known and lemma not in _SENSE_KEPT and lemma not in _REVERSING:
            return found
        flips = flips != (lemma in _REVERSING or bool(known and known[0].stance == "against"))
        flips = flips != any(sentence.lowers[c] in _NO for c in sentence.children[head])
        node = head
    return found


def _from_adjective(sentence: Sentence, adjective: int, flips: bool, acts: Mapping[int, str]) -> list[Governed]:
    """Return the stance of an adjective on whose preposition the issue hangs ("was wary of sanctions")."""
    known = stance_words("adjective").get(sentence.lemmas[adjective])
    if not known or sentence.tags[sentence.heads[adjective]][:2] != "VB":
        return []
    verb = sentence.heads[adjective]
    if sentence.lemmas[adjective] in _EQUIPPED and any(sentence.lowers[c] == "to" for c in sentence.children[verb]):
        return []  # "moved closer to be ready for a strike"
    return _over(sentence, verb, OPPOSITE[known[0].stance] if flips else known[0].stance, False, acts)


def _needed(sentence: Sentence, noun: int, flips: bool, acts: Mapping[int, str]) -> list[Governed]:
    """Return the stance of who sees or has a need of the issue, or none ("had no appetite for"), or favours it."""
    above, link = sentence.heads[noun], sentence.deps[noun]
    none = any(sentence.lowers[c] in _NO or sentence.lowers[c] == "little" for c in sentence.children[noun])
    stance = "against" if none != flips else "for"
    if sentence.lemmas[noun] in _FAVOUR:
        verb = sentence.heads[above]
        if link != "pobj" or sentence.lowers[above] != "in" or sentence.tags[verb][:2] != "VB":
            return []
        told = _over(sentence, verb, stance, False, acts)
        cue = f"in {sentence.words[noun]}"
        return [msgspec.structs.replace(one, cue=cue) if one.node == verb else one for one in told]
    if link == "dobj" and sentence.lemmas[above] in _HAS:
        return _over(sentence, above, stance, False, acts) if none or is_denied(sentence, above) else []
    whose = sentence.lemmas[noun] in _WISHES  # "no international appetite" is not that of who says so
    if link == "attr" and sentence.lemmas[above] == "be" and none and not whose and _has(sentence, above, "expl"):
        return [Governed(stance, above, f"no {sentence.words[noun]}", wished=True)]
    return []


def _there_will_be(sentence: Sentence, noun: int, verb: int) -> list[Governed]:
    """Return the stance of who says that there will or can be no such thing; what there is or was shows none."""
    none = any(sentence.lowers[c] in _NO for c in sentence.children[noun]) or is_denied(sentence, verb)
    modal = any(sentence.lowers[c] in _WILLED for c in sentence.children[verb])
    if not (none and modal and _has(sentence, verb, "expl")):
        return []
    until = any(
        sentence.lowers[g] in _OPEN for c in sentence.children[verb] if sentence.deps[c] == "advcl"
        for g in sentence.children[c]
    )  # fmt: skip
    return [Governed("conditional" if until else "against", verb, f"no {sentence.words[noun]}", wished=True)]


def _above_preposition(sentence: Sentence, preposition: int) -> int:
    """Return what a preposition hangs on: the noun just before it ("the right to") rather than a verb over both."""
    above, before = sentence.heads[preposition], preposition - 1
    noun = sentence.heads[before] == above and sentence.deps[before] == "dobj" and sentence.lemmas[before] in _WITH_TO
    return before if noun and sentence.tags[above][:2] == "VB" else above


def _ruled(sentence: Sentence, verb: int, acts: Mapping[int, str]) -> list[Governed]:
    """Return the stance of those who take what somebody decides ("would respect whatever the arbitrators decided")."""
    head, dep = sentence.heads[verb], sentence.deps[verb]
    if dep == "pcomp":
        head = sentence.heads[head]
    stance = _ABIDES.get(sentence.lemmas[head]) if dep in ("ccomp", "pcomp") else None
    return _over(sentence, head, stance, False, acts) if stance is not None else []


def _below(sentence: Sentence, node: int) -> list[Governed]:
    """Return the stances of clauses below a noun ("the sanctions imposed by X", "the vote that X rejected")."""
    found: list[Governed] = []
    for c in sentence.children[node]:
        if sentence.tags[c][:2] != "VB" or sentence.deps[c] not in ("acl", "relcl"):
            continue
        slots = {sentence.deps[g]: g for g in sentence.children[c]}
        passive = sentence.deps[c] == "acl" and sentence.tags[c] == "VBN" and "agent" in slots
        object_of = "nsubj" in slots and sentence.tags[slots["nsubj"]] not in ("WDT", "WP") and (
            "dobj" not in slots or sentence.tags[slots["dobj"]] in ("WDT", "WP")
        )  # fmt: skip
        word = _word(sentence, c, "dobj") if passive or (sentence.deps[c] == "relcl" and object_of) else None
        if word is not None:
            found += _over(sentence, c, word.stance, word.doing, {}, node)
    return found


def _word(sentence: Sentence, verb: int, link: str) -> StanceWord | None:
    """Return the stance word that a verb is, for an object ("dobj") or for what hangs on a preposition."""
    hung = {sentence.lowers[c] for c in sentence.children[verb]}
    direct = link in ("dobj", "nsubjpass", "oprd")
    idioms = stance_words("idiom").get(sentence.lemmas[verb], ()) if direct else ()
    if idioms:
        below = words_under(sentence, verb)
        for word in idioms:
            if below.issuperset(word.rest):
                return word
    if sentence.lemmas[verb] == "consider" and (_has(sentence, verb, "oprd") or _has(sentence, verb, "ccomp")):
        return None  # to think something of it
    things = {sentence.lemmas[c] for c in sentence.children[verb] if sentence.deps[c] in ("dobj", "nsubjpass")}
    if sentence.lemmas[verb] == "hold" and not things.isdisjoint(_OWNED):
        return None
    for word in stance_words("hold").get(sentence.lemmas[verb], ()):
        if direct and not word.rest:
            return word
        if direct and all(
            any(sentence.lowers[c] == w and sentence.deps[c] in ("prt", "advmod") for c in sentence.children[verb])
            for w in word.rest
        ):
            return word
        if not direct and word.rest and word.rest[-1] == link and set(word.rest[:-1]) <= hung:
            return word
    return None


def _from_verb(sentence: Sentence, verb: int, link: str, flips: bool, acts: Mapping[int, str]) -> list[Governed]:
    """Return the stance of a verb that has the issue as its object or on its preposition."""
    if sentence.lemmas[verb] in _ANSWERS and link in ("on", "to", "about"):
        return _unsaid(sentence, verb)
    word = _word(sentence, verb, link)
    if word is not None:
        stance, doing = word.stance, word.doing
    elif sentence.lemmas[verb] == "call" and link == "dobj" and _is_called(sentence, verb):
        stance, doing = "for", True
    else:
        act = _BY_ACT.get(acts.get(sentence.starts[verb], ""))
        if sentence.lemmas[verb] in _NAMES:  # calling and confirming take no side
            return []
        if act is None or link not in ("dobj", "for", "on", "to") or (act == "against" and link != "dobj"):
            return []
        stance, doing = act, False
    return _over(sentence, verb, OPPOSITE[stance] if flips else stance, doing and not flips, acts)


def _is_called(sentence: Sentence, verb: int) -> bool:
    """Tell whether something is called in the sense of convened ("called a strike"), not by a name."""
    things = [c for c in sentence.children[verb] if sentence.deps[c] == "dobj"]
    named = any(sentence.deps[c] in ("oprd", "ccomp", "xcomp", "prt", "acomp") for c in sentence.children[verb])
    return not named and any(sentence.lemmas[c] in _CALLED for c in things)


def _over(
    sentence: Sentence, verb: int, stance: str, doing: bool, acts: Mapping[int, str], noun: int = -1
) -> list[Governed]:
    """Climb from a verb that puts its subject somewhere to the last verb that goes over its clause.

    `noun` is the noun whose clause the verb heads, where the climb comes from there and must not go down again.
    """
    node, decides, wished = verb, verb, False
    chain = [verb]
    first = True
    eases = sentence.lemmas[verb] in _EASES and stance == "against"
    for _ in range(_LADDER):
        lowers = {sentence.lowers[c] for c in sentence.children[node] if sentence.deps[c] in ("aux", "neg", "mark")}
        if lowers & _OPEN:
            return _unsaid(sentence, sentence.heads[node]) if sentence.lemmas[sentence.heads[node]] in _SPEECH else []
        sense = _sense(sentence, node, lowers, stance, doing and first, first)
        if sense is None or (doing and sense != stance and sentence.lemmas[node] in _UNDECIDED and not lowers & _WILL):
            return []
        stance = sense
        wished = wished or bool(lowers & _OUGHT)
        head, dep = sentence.heads[node], sentence.deps[node]
        if head == node:
            break
        if dep == "conj" and not lowers.isdisjoint(_FINITE):
            break  # "will not go and will not send": it has a "not" of its own
        if dep == "conj" and sentence.tags[node] == "VB" and not _has(sentence, node, "nsubj"):
            if sentence.tags[head][:2] != "VB":
                return []
            node = head  # "agreed to lift the embargo and reopen the talks": the infinitive before stands under it too
            continue
        if dep == "conj" and sentence.tags[node] == "VBG" and sentence.tags[head][:2] != "VB":
            return []
        if dep == "advcl" and _is_object(sentence, node, lowers) and _goes_over(sentence, node, "xcomp", head):
            dep = "xcomp"  # "offered on Thursday to host talks", "has ruled out sending troops"
        if dep in ("advcl", "relcl", "conj", "parataxis") or (dep == "ccomp" and _is_finite(sentence, node)):
            if "to" in lowers or (dep == "ccomp" and _is_doubtful(sentence, head)):
                return []
            break
        over = _goes_over(sentence, node, dep, head)
        if over is None:
            return []
        known, above = over
        stance = _under(stance, sentence.lemmas[verb], known.stance, sentence.lemmas[above] if not chain[1:] else "")
        first = False
        eases = eases and sentence.lemmas[above] not in _DIRECTS
        if sentence.tags[above][:2] == "NN":
            rest = _from_noun(sentence, above, acts, below=above != noun)
            turned = [] if known.stance != "for" else [_turned(found, stance) for found in rest if not found.noun]
            return [Governed(stance, above, sentence.words[above], noun=True), *turned]
        wished = False
        chain.append(above)
        decides = node = above
    if eases and not wished and stance == "against":
        stance = "eased"
    deed = doing and len(chain) == 1
    held = Governed(stance, decides, sentence.words[decides], tuple(chain), wished=wished, doing=deed)
    return [*_driven(sentence, verb, stance), held]


def _driven(sentence: Sentence, verb: int, stance: str) -> list[Governed]:
    """Return the stance of a noun just before an infinitive that is parsed under a verb ("the drive to reach")."""
    to = next((c for c in sentence.children[verb] if sentence.lowers[c] == "to" and sentence.deps[c] == "aux"), 0)
    if to == 0 or sentence.deps[verb] not in ("xcomp", "advcl") or sentence.tags[to - 1][:2] != "NN":
        return []
    known = stance_words("noun").get(sentence.lemmas[to - 1], ())
    if not known or known[0].stance != "for" or sentence.deps[to - 1] != "pobj":
        return []
    return [Governed(stance, to - 1, sentence.words[to - 1], noun=True)]


def _sense(
    sentence: Sentence, node: int, lowers: set[str], stance: str, doing: bool, first: bool
) -> str | None:  # fmt: skip
    """Return a stance turned round where its verb is negated, or None where the verb leaves it open.

    `doing` tells a deed, which "did not" leaves open; `first` that the verb governs the issue itself.
    """
    denied = is_denied(sentence, node)
    if not denied:
        maybe = lowers & _MAYBE and sentence.lemmas[node] not in _YIELDS
        hypothetical = first and stance == "against" and "would" in lowers and sentence.deps[node] == "relcl"
        return None if maybe or hypothetical else stance  # "a deal that the other side would reject"
    if doing and not lowers & _WILL:
        return None
    longer = any(sentence.lowers[c] == "longer" for c in sentence.children[node])
    if stance == "conditional" or (longer and sentence.lemmas[node] in _DIRECTS):
        return None  # who "no longer insists" is not against it
    return OPPOSITE[stance]


def _is_doubtful(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb over a clause says that it is not so, or may not be."""
    lemma = sentence.lemmas[verb]
    return lemma in _GUESSES or lemma in _DENIES or (lemma in _SPEECH and is_denied(sentence, verb))


def _under(stance: str, verb: str, above: str, director: str) -> str:
    """Return what a stance becomes under a word that goes over it, which is `director` where it is the next one.

    Who wants another to put something off is against it, who asks another to consider it is for it.
    """
    if stance == "conditional" and director in _DIRECTS:
        return "against" if verb in _PUTS_OFF else above
    return {"conditional": "conditional", "against": OPPOSITE[stance]}.get(above, stance)


def _is_object(sentence: Sentence, node: int, lowers: set[str]) -> bool:
    """Tell whether what is parsed as an adverbial clause can be the object of the verb over it."""
    if sentence.tags[node] == "VBG":
        return not lowers and 0 < node - sentence.heads[node] <= _ADJACENT
    return "to" in lowers


def _turned(found: Governed, stance: str) -> Governed:
    """Return a stance on an offer or demand as one on what is offered or demanded."""
    return msgspec.structs.replace(
        found, stance=found.stance if stance == "for" else OPPOSITE.get(found.stance, found.stance)
    )


def _goes_over(sentence: Sentence, node: int, dep: str, head: int) -> tuple[StanceWord, int] | None:
    """Return the word that goes over a clause and the token whose subject counts, or None where none is known."""
    link = ""
    if dep == "pcomp":
        link, head = sentence.lowers[head], sentence.heads[head]
    elif dep not in ("xcomp", "ccomp", "acl"):
        return None
    lemma, tag = sentence.lemmas[head], sentence.tags[head][:2]
    if tag == "NN":
        nouns = stance_words("noun").get(lemma)
        return (nouns[0], head) if nouns else None
    if tag == "JJ" or lemma in stance_words("adjective"):
        adjectives = stance_words("adjective").get(lemma)
        return (adjectives[0], sentence.heads[head]) if adjectives else None
    for word in stance_words("over").get(lemma, ()):
        hung = {sentence.lowers[c] for c in sentence.children[head]}
        if (not link or (word.rest and word.rest[-1] == link)) and set(word.rest) <= hung | {link}:
            return word, head
    return None


def _unsaid(sentence: Sentence, i: int) -> list[Governed]:
    """Return silence where a verb of saying is denied or refused ("would not comment", "refused to say whether")."""
    upper = sentence.heads[i]
    if sentence.lemmas[upper] in _REFUSES and sentence.deps[i] in ("xcomp", "ccomp", "acl"):
        return [Governed("silent", upper, f"{sentence.words[upper]} to {sentence.words[i]}")]
    return [Governed("silent", i, f"not {sentence.words[i]}")] if is_denied(sentence, i) else []


def _is_finite(sentence: Sentence, i: int) -> bool:
    """Tell whether a verb has a finite form or auxiliary; "that he withdraw" has none."""
    if sentence.tags[i] in ("VBD", "VBP", "VBZ", "MD"):
        return True
    return any(
        sentence.tags[c] in ("MD", "VBD", "VBZ", "VBP") for c in sentence.children[i]
        if sentence.deps[c] in ("aux", "auxpass")
    )  # fmt: skip


def _has(sentence: Sentence, i: int, dep: str) -> bool:
    """Tell whether a word has a child of a kind."""
    return any(sentence.deps[c] == dep for c in sentence.children[i])
