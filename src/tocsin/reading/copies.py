"""Finds passages that a text prints again: captions under a picture, pull quotations, an article pasted twice."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Span

_SENTENCE = 40  # code points; a shorter sentence may well be said twice
_LINE = 30
_NEAR = 2  # paragraphs between a caption and its copy
_LONGEST_CAPTION = 600


def find_copies(text: str, paragraphs: Sequence[Sequence[Span]]) -> list[tuple[Span, str]]:
    """Return the spans of sentences printed before, joined within a paragraph, with the kind of copy.

    `paragraphs` are the spans of the sentences of each paragraph, in order. Kind "caption-copy" is a short paragraph
    that repeats one of the two before it, or a paragraph's own half; "pull-quote" a paragraph that repeats sentences of
    a longer one, before or after it; "copy" anything else.
    """
    homes: dict[str, tuple[int, int]] = {}
    bodies: dict[str, int] = {}
    repeated: dict[int, dict[int, int]] = {}
    for i, sentences in enumerate(paragraphs):
        body = text[sentences[0][0] : sentences[-1][1]]
        if len(body) < _LINE:
            continue
        home = bodies.setdefault(body, i)
        if home != i:
            repeated[i] = dict.fromkeys(range(len(sentences)), home)
            continue
        for j, (start, end) in enumerate(sentences):
            if end - start < _SENTENCE:
                continue
            first = homes.setdefault(text[start:end], (i, j))
            if first != (i, j):
                repeated.setdefault(i, {})[j] = first[0]
    found: list[tuple[Span, str]] = []
    pulled: set[int] = set()
    for i, copies in repeated.items():
        for run in _runs(sorted(copies)):
            home = copies[run[0]]
            span = (paragraphs[i][run[0]][0], paragraphs[i][run[-1]][1])
            if len(paragraphs[home]) == 1 and len(paragraphs[i]) > 1 and home != i:
                pulled.add(home)
            elif len(copies) == len(paragraphs[i]) and len(paragraphs[home]) > len(paragraphs[i]):
                found.append((span, "pull-quote"))
            else:
                near = i - home <= _NEAR and span[1] - span[0] <= _LONGEST_CAPTION
                found.append((span, "caption-copy" if near else "copy"))
    found += [((paragraphs[i][0][0], paragraphs[i][-1][1]), "pull-quote") for i in sorted(pulled)]
    return found


def _runs(numbers: list[int]) -> list[list[int]]:
    """Cut ascending numbers into runs of neighbours."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
