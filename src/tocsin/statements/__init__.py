"""Statements: who said what, in direct, mixed and indirect speech.

Algorithm, in four steps:
1. propose: every verb, noun, adjective, phrase, colon and quotation of a sentence that can attribute something gives a
   candidate with its speaker and its content (verbs, nouns, phrases, quotations);
2. weigh: the properties of a candidate add up to its confidence (scoring); those below the threshold go;
3. choose: what lies within the content of another is part of what that one says; quotations that run on over
   sentences and paragraphs go to the statement that they continue;
4. build: the record, with parties, anonymity, act, targets, issue and tense (assembly, sources, acts, tense).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from tocsin.records import Content, Cue, Party, Quote, Reading, Span, Statement
from tocsin.statements.acts import act_of, issue_of, targets_of
from tocsin.statements.assembly import content_spans, form_of, merge_spans, tidy, trim
from tocsin.statements.cues import rules
from tocsin.statements.nouns import find_noun_candidates
from tocsin.statements.phrases import find_colon, find_headline, find_phrases
from tocsin.statements.quotations import (
    Holder,
    find_lead,
    find_quotation_cues,
    find_signature,
    give_loose_quotes,
    widen,
)  # fmt: skip
from tocsin.statements.scoring import score
from tocsin.statements.sources import anonymity, asked_for_anonymity, find_interviewer, party_at
from tocsin.statements.tense import tense_of
from tocsin.statements.tree import Candidate, Tree
from tocsin.statements.verbs import find_verb_candidates
from tocsin.text import content_id, find_covering

__all__ = ["RULES", "find_statements"]

RULES: dict[str, str] = rules()

# Chosen where precision passes three quarters on articles annotated by people (benchmarks/statements.py).
THRESHOLD = 0.46
# A cue inside a quotation that nobody holds is mostly the writer's own scare quote, title or verse.
QUOTED_THRESHOLD = 0.7
_FEWEST_TURNS = 3
_NEAR_ASKED = 8  # tokens between "asked" and "named" in "asked not to be named"
# Rules by which a whole sentence, quotation and cue included, can be laid in another's mouth.
_RELAYING = frozenset(("phrase", "fronted", "aside", "position"))
_NEIGHBOURS = 25


class _Option:
    """A candidate with the spans of text that it claims."""

    __slots__ = ("candidate", "cue", "quotes", "size", "spans")

    def __init__(self, candidate: Candidate, spans: list[Span], quotes: list[Quote]) -> None:
        self.candidate = candidate
        self.spans = spans
        self.quotes = quotes
        self.cue = candidate.tree.starts[candidate.verb]
        self.size = sum([end - start for start, end in spans])


def find_statements(reading: Reading) -> tuple[Statement, ...]:
    """Return the statements of an article in text order.

    `reading` has its sentences parsed; its mentions may be missing, then parties come as text and span alone. Offsets
    are code points into the article's text.
    """
    outer = [q for q in reading.quotes if q.depth == 0]
    found = [_build(reading, option, outer) for option in choose(reading, propose(reading))]
    for i, (question, answer) in enumerate(pairwise(found)):
        if question.rule == answer.rule == "colon" and question.act == "ask":
            found[i] = msgspec.structs.replace(question, addressee=answer.speaker)
    return tuple(found)


def propose(reading: Reading) -> list[_Option]:
    """Return every candidate of an article, weighed, in text order."""
    text = reading.article.text
    outer = [q for q in reading.quotes if q.depth == 0]
    in_interview = _is_interview(reading)
    found: list[_Option] = []
    k = 0
    for sentence in reading.sentences:
        if not sentence.words:
            continue
        start, end = sentence.span
        while k < len(outer) and outer[k].outer[1] <= start:
            k += 1
        j = k
        while j < len(outer) and outer[j].outer[0] < end:
            j += 1
        quotes = outer[k:j]
        tree = Tree(sentence)
        if quotes:
            tree.mark_quotes([q.outer for q in quotes])
        before = outer[k - 1] if k else None
        behind = outer[j] if j < len(outer) else None
        candidates = _candidates(tree, text, quotes, before, behind)
        block = reading.blocks[sentence.block]
        if start == block.span[0]:
            colon = find_colon(tree, in_interview)
            if colon is not None and block.kind != "headline":  # an answer runs to the end of its paragraph
                answer = trim(text, (tree.starts[colon.verb + 1], block.span[1]), outer[k:])
                colon.extra = [(answer[0], block.span[1]) if text[answer[1] : answer[1] + 1] == "." else answer]
                colon.content = []
            candidates = _with_colon(candidates, colon)
        for candidate in candidates:
            spans = content_spans(candidate, text, quotes)
            if spans:
                candidate.score = score(candidate)
                found.append(_Option(candidate, widen(spans, tree.starts[candidate.verb], quotes), quotes))
    return found


def _is_interview(reading: Reading) -> bool:
    """Tell whether several paragraphs open with a name and a colon."""
    text, turns = reading.article.text, 0
    for block in reading.blocks:
        if block.kind in ("body", "headline") and ":" in text[block.span[0] : min(block.span[1], block.span[0] + 40)]:
            turns += 1
    return turns >= _FEWEST_TURNS


def _candidates(
    tree: Tree, text: str, quotes: Sequence[Quote], before: Quote | None, behind: Quote | None
) -> list[Candidate]:
    """Return the candidates of one sentence; `before` and `behind` are the quotations nearest to it."""
    verbal = find_verb_candidates(tree)
    nominal = find_noun_candidates(tree)
    start, end = tree.sentence.span
    gap_closed = before is not None and before.closed and not text[before.outer[1] : start].strip()
    speaks_before = gap_closed and before is not None and text[before.span[1] - 1] in "?!,"
    direct = [c for c in find_quotation_cues(tree, speaks_before) if not _is_part(c, verbal)]
    for candidate in direct:
        if not candidate.content and before is not None:
            candidate.extra = [before.span]
    if text[end - 1] in ":," and behind is not None and not text[end : behind.outer[0]].strip():
        lead = find_lead(tree)
        if lead is not None and all(lead.verb != c.verb for c in direct):
            lead.extra = [behind.span]
            direct.append(lead)
    direct.extend(_signatures(tree, quotes, before if gap_closed else None))
    headline = find_headline(tree)
    if headline is not None:
        direct.append(headline)
    taken = {c.verb for c in direct} | {c.verb for c in nominal}
    taken.update(c.cue[0][0] for c in nominal if c.source_how == "light")
    return direct + find_phrases(tree) + nominal + [c for c in verbal if c.verb not in taken]


def _is_part(direct: Candidate, verbal: Iterable[Candidate]) -> bool:
    """Tell whether a quotation behind its cue is only part of the clause that the cue reports: said that the "...".

    A colon always opens direct speech.
    """
    if not direct.content or direct.verb > direct.content[0][0]:
        return False
    first = direct.content[0][0]
    if direct.tree.lowers[first - 1] == ":":
        return False
    return any(c.verb == direct.verb and c.verb < c.content[0][0] < first <= c.content[-1][1] for c in verbal)


def _signatures(tree: Tree, quotes: Sequence[Quote], before: Quote | None) -> list[Candidate]:
    """Return the names that sign a quotation of this sentence, or the one right before it."""
    out: list[Candidate] = []
    if before is not None:
        signed = find_signature(tree, 0)
        if signed is not None:
            signed.extra = [before.span]
            out.append(signed)
    for q in quotes:
        if q.closed and q.outer[1] < tree.sentence.span[1]:
            dash = next((i for i in range(tree.n) if tree.starts[i] >= q.outer[1]), None)
            signed = find_signature(tree, dash) if dash is not None else None
            if signed is not None:
                signed.extra = [q.span]
                out.append(signed)
    return out


def _with_colon(candidates: list[Candidate], colon: Candidate | None) -> list[Candidate]:
    """Put the speaker before a colon in place of cues that claim the words before it."""
    if colon is None:
        return candidates
    return [colon, *(c for c in candidates if c.verb > colon.verb or c.rule == "phrase")]


def choose(reading: Reading, options: Sequence[_Option]) -> list[_Option]:
    """Return the options that stand, with quotations that run on handed to them, in text order."""
    strong = _without_relayers([o for o in options if o.candidate.score >= THRESHOLD and not _asks_anonymity(o)])
    spoken = [option for option in strong if option.candidate.tree.in_quote(option.candidate.verb)]
    kept = _outermost([o for o in strong if not o.candidate.tree.in_quote(o.candidate.verb)])
    holders = [Holder(option.candidate, option.spans, option.quotes) for option in kept]
    give_loose_quotes(reading.article.text, reading.blocks, reading.quotes, holders)
    for option, holder in zip(kept, holders, strict=True):
        option.spans = holder.spans
    held = merge_spans(span for holder in holders for span in holder.spans)
    for option in _outermost(spoken):
        if option.candidate.score >= QUOTED_THRESHOLD and find_covering(held, option.cue) is None:
            kept.append(option)
    kept.sort(key=lambda option: min(option.cue, option.spans[0][0]))
    return kept


def _asks_anonymity(option: _Option) -> bool:
    """Tell whether a candidate only says that its speaker stays unnamed: "asked not to be named"."""
    candidate = option.candidate
    tree = candidate.tree
    if not candidate.content or candidate.rule in ("quotation", "fronted", "aside"):
        return False
    asked, reason = asked_for_anonymity(tree)
    if asked is None:
        return False
    if reason is not None and asked <= candidate.verb <= reason[1]:
        return True
    words = tree.lowers[candidate.content[0][0] : candidate.content[-1][1] + 1]
    return tree.lowers[asked] in words and candidate.verb < asked < candidate.verb + _NEAR_ASKED


def _without_relayers(options: list[_Option]) -> list[_Option]:
    """Let the speaker of a quotation stand where another passes it on: "...", she said, according to the agency."""
    quoted: dict[int, list[_Option]] = {}
    for option in options:
        if option.candidate.rule == "quotation" and option.candidate.level >= 4:
            quoted.setdefault(option.candidate.tree.index, []).append(option)
    kept: list[_Option] = []
    for outer in options:
        tree, passes_on = outer.candidate.tree, False
        if outer.candidate.rule in _RELAYING and not tree.in_quote(outer.candidate.verb):
            for inner in quoted.get(tree.index, ()):
                if inner.cue != outer.cue and any(a <= inner.cue < b for a, b in outer.spans):
                    inner.candidate.relayer, passes_on = outer.candidate.source, True
        if not passes_on:
            kept.append(outer)
    return kept


def _outermost(options: Sequence[_Option]) -> list[_Option]:
    """Drop options whose cue stands within the larger content of another, and weaker ones for the same content."""
    out: list[_Option] = []
    for i, option in enumerate(options):
        for other in options[max(0, i - _NEIGHBOURS) : i + _NEIGHBOURS]:
            if other is option:
                continue
            if other.size > option.size and any(a <= option.cue < b for a, b in other.spans):
                break
            if other.spans == option.spans and (other.candidate.score, -other.cue) > (
                option.candidate.score, -option.cue,
            ):  # fmt: skip
                break
        else:
            out.append(option)
    return out


def _build(reading: Reading, option: _Option, outer: Sequence[Quote]) -> Statement:
    """Make the record of an option; `outer` are the article's outermost quotations."""
    candidate, text = option.candidate, reading.article.text
    tree = candidate.tree
    mentions = reading.mentions[tree.index] if reading.mentions else {}
    spans = tidy(text, option.spans)

    def party(token: int | None) -> Party | None:
        return None if token is None else party_at(tree, token, mentions, text)

    if candidate.addressee is None and tree.is_verb(candidate.verb):
        candidate.addressee = find_interviewer(tree, candidate.verb)
    first, last = candidate.cue[0]
    cue = (tree.starts[first], tree.ends[last])
    anonymous, why = anonymity(tree, candidate.source, mentions)
    reason = None if why is None else text[tree.starts[why[0]] : tree.ends[why[1]]]
    content = Content(" ".join([text[start:end] for start, end in spans]), spans)
    # An answer in an interview is given word for word, though without quotation marks.
    form = "direct" if candidate.rule == "colon" and candidate.extra else form_of(text, spans, outer)
    speaker = party(candidate.source)
    return Statement(
        id=content_id("s-", reading.article.id, *spans),
        speaker=speaker,
        anonymous=anonymous,
        cue=Cue(text[cue[0] : cue[1]], cue),
        addressee=party(candidate.addressee),
        content=content,
        form=form,
        act=act_of(candidate, content.text, form),
        confidence=round(candidate.score, 3),
        rule=candidate.rule,
        anonymity_reason=reason,
        targets=targets_of(reading, tree.index, spans, speaker),
        issue=issue_of(candidate, text),
        relayed_by=party(candidate.relayer),
        tense=tense_of(candidate, reading, spans),
    )
