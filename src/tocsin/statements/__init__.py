"""Statements: who said what, in direct, mixed and indirect speech."""

from __future__ import annotations

from tocsin.records import Quote, Reading, Span, Statement
from tocsin.statements.assembly import build, content_spans
from tocsin.statements.candidate import Candidate
from tocsin.statements.direct import find_direct
from tocsin.statements.nouns import find_noun_candidates
from tocsin.statements.phrases import find_phrases
from tocsin.statements.quotations import Holder, give_loose_quotes, widen
from tocsin.statements.scoring import score
from tocsin.statements.tree import Tree
from tocsin.statements.verbs import find_verb_candidates

THRESHOLD = 0.5


def find_statements(reading: Reading) -> tuple[Statement, ...]:
    """Return the statements of an article in text order."""
    return tuple(s for _, s in explain(reading))


def propose(reading: Reading) -> list[tuple[Candidate, list[Span], list[Quote]]]:
    text = reading.article.text
    outer = [q for q in reading.quotes if q.depth == 0]
    found: list[tuple[Candidate, list[Span], list[Quote]]] = []
    k = 0
    for sentence in reading.sentences:
        if not sentence.words or sentence.kind == "boilerplate":
            continue
        tree = Tree(sentence)
        start, end = sentence.span
        while k < len(outer) and outer[k].outer[1] <= start:
            k += 1
        here: list[Quote] = []
        j = k
        while j < len(outer) and outer[j].outer[0] < end:
            here.append(outer[j])
            j += 1
        if here:
            tree.mark_quotes([(n, q.outer) for n, q in enumerate(here)])
        direct = find_direct(tree, after_quote(text, outer, k, start))
        taken = {c.verb for c in direct}
        named = find_noun_candidates(tree)
        taken.update(c.cue[0][0] for c in named if c.source_how == "light")
        taken.update(c.verb for c in named)
        proposed = direct + find_phrases(tree) + named + [c for c in find_verb_candidates(tree) if c.verb not in taken]
        for candidate in proposed:
            if candidate.rule == "quotation" and not candidate.content:
                candidate.extra = [outer[k - 1].span]
            candidate.score = score(candidate)
            spans = content_spans(candidate, text, here)
            if spans:
                found.append((candidate, widen(spans, sentence.span, here), here))
    return found


def explain(reading: Reading):
    found = [f for f in propose(reading) if f[0].score >= THRESHOLD]
    return choose(reading, found)


def choose(reading, found):
    outer = [q for q in reading.quotes if q.depth == 0]
    spoken = [f for f in found if f[0].tree.quote is not None and f[0].tree.quote[f[0].verb] >= 0]
    kept = keep_outer([f for f in found if f[0].tree.quote is None or f[0].tree.quote[f[0].verb] < 0])
    holders = []
    for c, spans, here in kept:
        direct = any(a < q.outer[1] and q.outer[0] < b for a, b in spans for q in here)
        holders.append(Holder(spans, c.tree.sentence.span, c.tree.sentence.block, direct, c.tree.starts[c.verb]))
    give_loose_quotes(reading, holders)
    held = [x for h in holders for x in h.spans]
    for f in keep_outer(spoken):
        at = f[0].tree.starts[f[0].verb]
        if not any(a <= at < b for a, b in held) and f[0].score >= THRESHOLD + 0.3:
            kept.append(f)
    kept.sort(key=lambda f: min(f[1]))
    return [(c, build(c, merge_spans(s), reading, outer)) for c, s, h in kept]


def after_quote(text, outer, k, start):
    if not k:
        return False
    q = outer[k - 1]
    return q.closed and start - q.outer[1] <= 2 and text[q.span[1] - 1] in "?!," and not text[q.outer[1]:start].strip()

def merge_spans(s):
    from tocsin.statements.assembly import merge
    return merge(sorted(s))


def keep_outer(found):
    """Drop candidates whose cue or content lies inside the content of another."""
    out = []
    for i, item in enumerate(found):
        c, spans, _ = item
        lo, hi = spans[0][0], spans[-1][1]
        at = c.tree.starts[c.verb]
        size = sum(b - a for a, b in spans)
        for other in found[max(0,i-25):i+26]:
            if other is item:
                continue
            osp = other[1]
            osize = sum(b - a for a, b in osp)
            if any(a <= at < b for a, b in osp) and osize > size:
                break
        else:
            out.append(item)
    return out
