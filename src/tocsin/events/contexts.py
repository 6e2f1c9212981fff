"""The contexts of an event: what the words around its act, and the act itself, say it is about.

data/patterns/contexts.tsv tells of each word, phrase, type and mode how often an event beside it has a context, as
counted in labelled sentences by tools/train_contexts.py; what they say together decides (a noisy or).
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from tocsin.events.ontology import ContextCue, ontology
from tocsin.records import Sentence

Cues = list[tuple[int, tuple[ContextCue, ...]]]

ENOUGH = 0.31  # the chance from which a context is given; lower finds more and strays more
HYPHENS = frozenset("-‐‑–")
CLAUSES = frozenset(("advcl", "relcl", "ccomp"))
VERB_CLAUSES = frozenset(("acl", "conj", "parataxis", "csubj", "pcomp"))


def find_phrases(sentence: Sentence, known: Container[str], longest: Mapping[str, int]) -> list[tuple[int, str]]:
    """Return (last token, phrase) for the longest phrases of `known` among the lemmas; a hyphen counts as a space.

    `longest` maps the first word of longer phrases to their greatest number of words.
    """
    lemmas, tags = sentence.lemmas, sentence.tags
    order = [i for i, lemma in enumerate(lemmas) if lemma not in HYPHENS]
    found: list[tuple[int, str]] = []
    taken = 0  # words before this one belong to a longer phrase: the bank of the West Bank is none
    for a, i in enumerate(order):
        lemma = lemmas[i]
        size, phrase, words = 0, lemma, lemma
        if a >= taken:
            if lemma in known:
                size = 1
            elif tags[i] == "NNPS" and lemma[:-1] in known:
                size, phrase = 1, lemma[:-1]  # a parser leaves the plural of a name as it is ("Kurds")
        if lemma in longest:
            for n, j in enumerate(order[a + 1 : a + longest[lemma]], 2):
                words = f"{words} {lemmas[j]}"
                if a + n > taken and words in known:
                    size, phrase = n, words
        if size:
            taken = max(taken, a + size)
            found.append((order[a + size - 1], phrase))
    return found


def context_cues(sentence: Sentence) -> Cues:
    """Return the cues of a sentence, each with its token and what it says of which contexts."""
    known = ontology()
    return [(i, known.contexts[key]) for i, key in find_phrases(sentence, known.contexts, known.context_starts)]


def find_contexts(sentence: Sentence, cues: Cues, head: int, kind: str, mode: str | None) -> tuple[str, ...]:
    """Return the contexts of an event whose act stands at `head`, in the order of the ontology's table.

    A cue in another clause than the act's counts for as much as it was seen to there, mostly less.
    """
    known = ontology()
    doubts = dict(known.implied.get((kind, mode)) or known.implied.get((kind, None), ()))
    for context, chance in doubts.items():
        doubts[context] = 1 - chance
    path = {i: n for n, i in enumerate(path_up(sentence, head))}
    for i, said in cues:
        inside = is_in_clause(sentence, i, path)
        for context, near, far in said:
            doubts[context] = doubts.get(context, 1.0) * (1 - (near if inside else far))
    found = [context for context, doubt in doubts.items() if doubt <= 1 - ENOUGH]
    return tuple(sorted(found, key=known.context_order.__getitem__))


def path_up(sentence: Sentence, head: int) -> list[int]:
    """Return a token and those that it hangs on, up to the root."""
    heads, path = sentence.heads, [head]
    while heads[head] != head:
        head = heads[head]
        path.append(head)
    return path


def is_in_clause(sentence: Sentence, i: int, path: Mapping[int, int]) -> bool:
    """Tell whether no border of a clause lies between a token and the act at the start of `path`."""
    deps, tags, heads = sentence.deps, sentence.tags, sentence.heads
    while i not in path:
        if deps[i] in CLAUSES or (tags[i][0] == "V" and deps[i] in VERB_CLAUSES) or heads[i] == i:
            return False
        i = heads[i]
    for j, place in path.items():
        if place >= path[i]:
            return True
        dep = deps[j]
        if dep in CLAUSES or (tags[j][0] == "V" and (dep == "xcomp" or dep in VERB_CLAUSES)):
            return False
    return True
