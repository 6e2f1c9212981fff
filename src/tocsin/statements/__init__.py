"""Statements: who said what, in direct, mixed and indirect speech."""

from __future__ import annotations

from tocsin.records import Quote, Reading, Span, Statement
from tocsin.statements.assembly import build, content_spans
from tocsin.statements.candidate import Candidate
from tocsin.statements.direct import find_direct, find_lead, find_signature
from tocsin.statements.nouns import find_noun_candidates
from tocsin.statements.phrases import find_colon, find_headline, find_phrases
from tocsin.statements.quotations import Holder, give_loose_quotes, widen
from tocsin.statements.scoring import score
from tocsin.statements.tree import Tree
from tocsin.statements.verbs import find_verb_candidates

THRESHOLD = 0.4


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
        verbal = find_verb_candidates(tree)
        # A clause that takes in the quotation and words before it says more than the quotation alone.
        wider = {c.verb for c in verbal if c.content and c.rule != "fronted"}
        for c in list(direct):
            if c.content and c.verb < c.content[0][0] and tree.lowers[c.content[0][0] - 1] != ":":
                for w in verbal:
                    if w.verb == c.verb and w.content[0][0] < c.content[0][0] and w.content[-1][1] >= c.content[0][0] and w.content[0][0] > w.verb:
                        direct.remove(c)
                        taken.discard(c.verb)
                        break
        if not any(not c.content for c in direct):
            lead = find_lead(tree) if text[end - 1] in ":," else None
            if lead is not None and lead.verb not in taken:
                follow = [q for q in outer[k : k + 4] if q.outer[0] >= end]
                if follow and not text[end : follow[0].outer[0]].strip():
                    lead.extra = [follow[0].span]
                    direct.append(lead)
                    taken.add(lead.verb)
        if k and outer[k - 1].closed:
            for i in range(min(3, tree.n)):
                if tree.words[i] in ("—", "–", "―", "-", "--") and not text[outer[k - 1].outer[1] : tree.starts[i]].strip():
                    signed = find_signature(tree, i)
                    if signed is not None:
                        signed.extra = [outer[k - 1].span]
                        direct.append(signed)
        for q in here:
            if q.closed and q.outer[1] < end:
                i = next((i for i in range(tree.n) if tree.starts[i] >= q.outer[1]), None)
                if i is not None and tree.words[i] in ("—", "–", "―", "-", "--"):
                    signed = find_signature(tree, i)
                    nxt = signed is not None and not any(tree.tags[x][0] == "V" for x in range(i, min(tree.n, i + 6)))
                    if signed is not None and nxt:
                        signed.extra = [q.span]
                        direct.append(signed)
        named = find_noun_candidates(tree)
        colon = find_colon(tree, start == reading.blocks[sentence.block].span[0])
        if colon is not None:
            direct = [c for c in direct if c.verb > 0 and not (c.content and c.verb < colon.verb)] + [colon]
        headline = find_headline(tree)
        if headline is not None:
            direct.append(headline)
        taken.update(c.cue[0][0] for c in named if c.source_how == "light")
        taken.update(c.verb for c in named)
        proposed = direct + find_phrases(tree) + named + [c for c in verbal if c.verb not in taken]
        for candidate in proposed:
            if candidate.rule == "quotation" and not candidate.content and not candidate.extra:
                candidate.extra = [outer[k - 1].span]
            candidate.score = score(candidate)
            spans = content_spans(candidate, text, here)
            if spans:
                found.append((candidate, widen(spans, tree.starts[candidate.verb], here), here))
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
