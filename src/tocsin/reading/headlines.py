"""Reads headlines anew where the parser found no verb in them, or took a passive for an active.

Headlines leave out articles and auxiliaries, and their present tense often reads like a noun ("Police fire tear gas",
"Mali junta rejects demand", "Two envoys told to leave"). Algorithm: where a subject that can act stands right before
such a word, the sentence is parsed once more in the past tense ("Police fired tear gas", "Two envoys were told to
leave"), which no parser mistakes, and the links found are given to the words as written. Others stay untouched.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Sentence

_STOPS = frozenset(".!?:;…\"”’'")
_MOST_WORDS = 16
_FINITE = frozenset(("VBZ", "VBP", "MD"))
_OPENING = frozenset(("DT", "CD", "PRP$", "NNP", "NNPS", "NNS", "JJ", "NN"))
_AFTER_PASSIVE = frozenset(
    ("to", "in", "by", "from", "over", "after", "for", "near", "during", "amid", "as", "at", "on", "off", "outside",
     "with", "ahead", "while", "since", "of", "dead", "killed", "wounded", "along", "without", "until", "again", ",")
)  # fmt: skip
_AUXILIARIES = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "'s", "’s", "get", "gets", "who", "that",
     "which", "not")
)  # fmt: skip
_PRESENT = "VBP"
_PLAIN = "destroy"  # no noun, so that the parser takes it for the infinitive that it stands for


class Rewording(NamedTuple):
    """A headline as a parser likes it: its words, for each the token it stands for (None for one put in), and verbs.

    `verbs` maps the tokens that are verbs after all to their lemmas.
    """

    words: list[str]
    origin: list[int | None]
    verbs: dict[int, str]


class _Cues(NamedTuple):
    """The word lists of headlines.tsv; `pasts` maps the forms of a verb to its lemma and past."""

    crowd: frozenset[str]
    single: frozenset[str]
    pasts: dict[str, tuple[str, str]]
    told: frozenset[str]
    claimed: frozenset[str]
    meeting: frozenset[str]
    deal: frozenset[str]


@cache
def _cues() -> _Cues:
    """Load the word lists once."""
    sets = {row["set"]: cell_values(row["words"]) for row in read_table("reading/headlines.tsv", ("set", "words"))}
    pasts: dict[str, tuple[str, str]] = {}
    for cell in sets["verb"]:
        base, _, past = cell.partition(":")
        pasts[base] = base, past or _past(base)
        pasts[_third_person(base)] = pasts[base]
    crowd, single, told, claimed, meeting, deal = (
        frozenset(sets[name]) for name in ("crowd", "single", "told", "claimed", "meeting", "deal")
    )
    return _Cues(crowd, single, pasts, told, claimed, meeting, deal)


def _past(base: str) -> str:
    """Return the regular past of a verb."""
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ied"
    return base + "ed"


def _third_person(base: str) -> str:
    """Return the third person of a verb's present."""
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ies"
    return base + "s"


def reword(sentence: Sentence) -> Rewording | None:
    """Return how to parse a headline, or a title-like line without a final stop, anew; None where it reads well."""
    words = sentence.words
    if not 2 < len(words) <= _MOST_WORDS or words[-1] in _STOPS:
        return None
    if sentence.kind not in ("headline", "subhead") and not words[0][:1].isupper():
        return None
    return _meeting(sentence) or _hidden_verb(sentence) or _bare_passive(sentence)


def _meeting(sentence: Sentence) -> Rewording | None:
    """Find what two parties are "in": "Rome, Tripoli in migrant deal" says that they reached one."""
    lowers, tags = sentence.lowers, sentence.tags
    at = lowers.index("in") if "in" in lowers[2:6] else 0
    if not at or not any(word in (",", "and") for word in lowers[1:at]):
        return None
    if not all(tag in ("NNP", "NNPS", "NNS", "NN", "JJ", ",", "CC") for tag in tags[:at]):
        return None
    cues = _cues()
    for i in range(at + 1, min(at + 6, len(lowers))):
        verb = "hold" if lowers[i] in cues.meeting else "reach" if lowers[i] in cues.deal else None
        if verb is not None and (i + 1 == len(lowers) or tags[i + 1] in ("IN", "TO")):
            words = ["and" if word == "," and k < at else word for k, word in enumerate(sentence.words)]
            words[at] = "held" if verb == "hold" else "reached"
            return Rewording(words, list(range(len(words))), {at: verb})
        if tags[i] in ("IN", "TO", ",") or tags[i][0] == "V":
            break
    return None


def _hidden_verb(sentence: Sentence) -> Rewording | None:
    """Find the verb of a headline in which the parser saw none."""
    cues, lowers, tags = _cues(), sentence.lowers, sentence.tags
    for word, lower, tag in zip(sentence.words, lowers, tags, strict=True):
        if (tag in _FINITE or tag == "VBD") and not word.isupper() and lower not in cues.crowd:
            return None
    for i in range(1, len(lowers)):
        known = cues.pasts.get(lowers[i])
        if known is None or not _acts(sentence, i):
            continue
        base, past = known
        plain = lowers[i] == base
        following = tags[i + 1] if i + 1 < len(tags) else ""
        if i + 1 < len(tags) and sentence.words[i + 1].isupper():
            following = "NNP"
        if plain and not (following in _OPENING or following in ("IN", "TO", "RP", "RB")):
            continue
        if not plain and following not in _OPENING and following != "VBG":
            continue
        words = list(sentence.words)
        words[i] = past
        for k in range(1, i):
            if words[k] == "," and k <= 4:
                words[k] = "and"
        return Rewording(words, list(range(len(words))), {i: base})
    return None


def _acts(sentence: Sentence, verb: int) -> bool:
    """Tell whether the words before a token are a subject that can act, in the number that the verb's form asks for."""
    cues, lowers, tags = _cues(), sentence.lowers, sentence.tags
    before = lowers[verb - 1]
    if any(tag in ("IN", "TO", "VBG", "CC", ":", "POS") for tag in tags[:verb]):
        return False
    if lowers[verb] == cues.pasts[lowers[verb]][0]:
        paired = "," in lowers[: verb - 1] and tags[verb - 1].startswith("NNP")
        return before in cues.crowd or paired
    if before in cues.single:
        return True
    named = verb <= 2 and tags[verb - 1] == "NNP" and tags[verb + 1 : verb + 2] != ("NN",)
    return named and not all(word[:1].isupper() for word in sentence.words if len(word) > 3)


def _bare_passive(sentence: Sentence) -> Rewording | None:
    """Find a participle without its auxiliary: "Five killed in ...", "Envoy expelled", "Aid worker feared killed"."""
    cues, lowers, tags = _cues(), sentence.lowers, sentence.tags
    for i in range(1, len(lowers)):
        if lowers[i] in _AUXILIARIES or tags[i] in _FINITE:
            return None
        if lowers[i] not in cues.told and lowers[i] not in cues.claimed:
            continue
        if tags[i] not in ("VBD", "VBN", "JJ", "VB", "NN") or tags[i - 1][:1] not in "NCJ" or tags[i - 1] == "CC":
            return None
        after = lowers[i + 1] if i + 1 < len(lowers) else "in"
        if lowers[i] in cues.claimed:
            if not (after == "to" or after in cues.told or after in ("dead", "hurt", "missing")):
                return None
        elif after not in _AFTER_PASSIVE:
            return None
        if lowers[i] == "agreed" and after == "to":
            return None
        rest = list(sentence.words[i:])
        verbs: dict[int, str] = {}
        if after == "to" and lowers[i + 2 : i + 3] and tags[i + 2][0] in "NJ":
            base, _ = cues.pasts.get(lowers[i + 2], ("", ""))
            if base == lowers[i + 2]:
                rest[2] = _PLAIN
                verbs[i + 2] = base
        words: list[str] = [*sentence.words[:i], "were" if tags[i - 1] != "NN" else "was", *rest]
        return Rewording(words, [*range(i), None, *range(i, len(lowers))], verbs)
    return None


def put_back(sentence: Sentence, parsed: Sentence, rewording: Rewording) -> Sentence:
    """Give a headline's own words the tags and links of its rewording; what was put in drops out again."""
    origin = rewording.origin
    place = {own: new for new, own in enumerate(origin) if own is not None}
    heads: list[int] = []
    tags, lemmas, deps = [], [], []
    for i in range(len(sentence.words)):
        new = place[i]
        up = parsed.heads[new]
        if origin[up] is None:
            up = parsed.heads[up]
        own = origin[up]
        heads.append(i if own is None else own)
        said = i > 0 and sentence.lowers[i - 1] in _cues().claimed and sentence.lowers[i] in _cues().told
        deps.append("xcomp" if said and heads[i] == i - 1 else parsed.deps[new])
        verb = rewording.verbs.get(i)
        changed = sentence.words[i] != rewording.words[new]
        present = "VB" if rewording.words[new] == _PLAIN else _PRESENT
        tags.append(present if verb is not None else parsed.tags[new])
        lemmas.append(verb if verb is not None else sentence.lemmas[i] if changed else parsed.lemmas[new])
    children: list[tuple[int, ...]] = [()] * len(heads)
    for token, head in enumerate(heads):
        if head != token:
            children[head] += (token,)
    return Sentence(
        sentence.index, sentence.span, sentence.block, sentence.kind, sentence.words, sentence.lowers,
        tuple(lemmas), tuple(tags), tuple(deps), tuple(heads), tuple(children), sentence.starts, sentence.ends,
    )  # fmt: skip
