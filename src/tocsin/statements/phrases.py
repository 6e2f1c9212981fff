"""Attribution without a verb: "according to X", "in X's view", "in a new poll", "X reportedly"; and "X: no talks".

A phrase is found by its words; what it attributes is the rest of its sentence, on one or both sides.
"""

from __future__ import annotations

from tocsin.statements.cues import CueEntry, Phrases, phrase_cues, verb_cues, word_group
from tocsin.statements.tree import NOUN_TAGS, Candidate, Tree

_NAMES = NOUN_TAGS | {"PRP", "CD", "WP"}
_TURNS = frozenset(("q", "a", "question", "answer"))
_LOWER_IN_NAMES = frozenset(("POS", "IN", "CC", "-LRB-", "-RRB-", "HYPH", ",", ".", "DT", "''", "``"))
_LONGEST_LABEL = 9
_NO_OBJECT = frozenset((",", ":", ".", "of", "for", "'s", "’s", "in", "on", "and"))


def find_phrases(tree: Tree) -> list[Candidate]:
    """Return candidates for the attributing phrases of a sentence."""
    table = phrase_cues()
    if table.words.isdisjoint(tree.lowers):
        return []
    out: list[Candidate] = []
    known = table.words
    for i, word in [(i, word) for i, word in enumerate(tree.lowers) if word in known]:
        candidate = None
        for words, entry in table.source.get(word, ()):
            if tree.lowers[i : i + len(words)] == words:
                candidate = _with_source(tree, i, i + len(words) - 1, entry)
                break
        if candidate is None and word in ("in", "by", "from"):
            candidate = _with_noun(tree, i, table)
        elif candidate is None and word in table.hearsay:
            candidate = _hearsay(tree, i, table.hearsay[word])
        if candidate is not None and candidate.content:
            out.append(candidate)
    return out


def _new(tree: Tree, first: int, last: int, entry: CueEntry) -> Candidate:
    found = Candidate(tree, "phrase", first, entry, "phrase", entry.frames["phrase"])
    found.cue = [(first, last)]
    return found


def _with_source(tree: Tree, first: int, last: int, entry: CueEntry) -> Candidate | None:
    """Take the noun phrase behind the cue as speaker, the rest of its clause as content."""
    source = tree.child(last, "pobj", "pcomp")
    if source is None:
        source = tree.child(first, "pobj")
    if source is not None and tree.lowers[source] in word_group("standard"):
        return None  # according to plan
    if source is None or source < last:
        source = next((j for j in range(last + 1, tree.n) if tree.tags[j] in _NAMES), None)
        if source is None:
            return None
        source = tree.noun_end(source, tree.n)
    found = _new(tree, first, last, entry)
    found.source, found.source_how = source, "phrase"
    _take_rest(found, first, max(tree.rights[source], source, last + 1), source)
    return found


def _take_rest(found: Candidate, first: int, end: int, source: int) -> None:
    """Set the content to what stands beside the phrase [first, end]: behind a leading one, else around."""
    tree = found.tree
    if all(tree.tags[k] in ("``", "''", ",", "CC", "RB", ":") for k in range(first)):
        for j in range(source + 1, tree.n):  # the comma that ends the phrase
            if tree.lowers[j] == "," and (tree.heads[j] < source or tree.heads[j] > end or j >= end):
                end = j
                break
        if end + 1 < tree.n:
            found.content = [(end + 1, tree.n - 1)]
        return
    found.content = [(0, first - 1)]
    if end + 3 < tree.n and tree.lowers[end + 1] == ",":
        found.content.append((end + 1, tree.n - 1))


def _with_noun(tree: Tree, i: int, table: Phrases) -> Candidate | None:
    """in the minister's view, by his own account; in a new poll."""
    noun = tree.child(i, "pobj")
    if noun is None or not i < noun <= i + 8:
        return None
    entry = table.owner.get((tree.lowers[i], tree.lowers[noun]))
    if entry is not None:
        owner = tree.child(noun, "poss")
        if owner is None:
            return None
        found = _new(tree, i, i, entry)
        found.add_to_cue(noun)
        found.source, found.source_how = owner, "possessor"
    else:
        entry = table.survey.get(tree.lowers[noun]) if tree.lowers[i] == "in" else None
        if entry is None:
            return None
        found = _new(tree, i, i, entry)
        found.source, found.source_how = noun, "phrase"
    _take_rest(found, i, tree.rights[noun], noun)
    return found


def _hearsay(tree: Tree, i: int, entry: CueEntry) -> Candidate | None:
    """The talks reportedly failed: the clause of the adverb is the content, and nobody is named."""
    v = tree.heads[i]
    if not tree.is_verb(v) or tree.deps[i] != "advmod":
        return None
    found = _new(tree, i, i, entry)
    found.rule = found.source_how = "hearsay"
    subject = tree.subject(v)
    has_own = subject is not None and tree.deps[v] in ("ROOT", "conj", "ccomp", "advcl")
    found.content = [(tree.lefts[subject] if has_own and subject is not None else tree.lefts[v], tree.rights[v])]
    return found


def find_colon(tree: Tree, in_interview: bool) -> Candidate | None:
    """Return the speaker before a colon at the start of a headline or of an answer: "Minister: no talks".

    `in_interview` says that several paragraphs of the article open in this way.
    """
    if ":" not in tree.lowers:
        return None
    k = tree.lowers.index(":")
    if not 0 < k <= _LONGEST_LABEL or k + 2 >= tree.n or tree.tags[k + 1] == "CD":
        return None
    is_turn = k == 1 and tree.lowers[0] in _TURNS
    if not is_turn and not word_group("label").isdisjoint(tree.lowers[:k]):
        return None
    if any(tree.is_verb(j) and tree.tags[j] != "VBN" for j in range(k)):
        return None
    is_name = all(tree.words[j][:1].isupper() or tree.tags[j] in _LOWER_IN_NAMES for j in range(k))
    if tree.kind != "headline" and not (is_name and (in_interview or is_turn or tree.in_quote(k + 2))):
        return None
    head = k - 1
    while head > 0 and tree.tags[head] in ("-RRB-", "-LRB-", "CD", "."):
        head -= 1
    found = Candidate(tree, "colon", k, None, "quote", 4 if in_interview or not is_turn else 3)
    found.source, found.source_how = head, "colon"
    found.content = [(k + 1, tree.n - 1)]
    return found


def find_headline(tree: Tree) -> Candidate | None:
    """Return the cue of a headline that the parser reads as a row of nouns: "Envoy blasts truce plan"."""
    if tree.kind != "headline":
        return None
    entries = verb_cues()
    for i in range(1, tree.n - 1):
        tag, lower = tree.tags[i], tree.lowers[i]
        if tree.is_verb(i) and tag != "VBZ":
            return None
        if not lower.endswith("s") or tag not in ("NNP", "NNPS", "NNS", "NN", "JJ") or tree.lowers[i + 1] in _NO_OBJECT:
            continue
        entry = entries.get(lower[:-1]) or (entries.get(lower[:-2]) if lower.endswith("es") else None)
        if entry is None or entry.frames.get("np", 0) < 3 or tree.tags[i - 1] not in NOUN_TAGS:
            continue
        found = Candidate(tree, "headline", i, entry, "np", 4)
        found.source, found.source_how = i - 1, "subject"
        end = i + 1
        while end < tree.n and tree.lowers[end] not in (",", ";", ":", "—", "–", "-", "."):
            end += 1
        found.content = [(i + 1, end - 1)]
        return found
    return None
