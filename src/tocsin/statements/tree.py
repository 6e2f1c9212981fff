"""A parsed sentence as the rules of this room read it: subtree edges, roles by label and quotation marks.

Built once a sentence in two passes over its tokens. The parser's trees are projective, so the left edge of a subtree
needs only the tokens before its head and the right edge only those behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Sentence, Span

PUNCTUATION = frozenset((",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP", "_SP"))
_VERB_TAGS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))


class Tree:
    """A sentence with the edges of every subtree.

    `lefts[i]` and `rights[i]` are the first and last token of the subtree of token i (both inclusive). `quote[i]` is
    the index in `Reading.quotes` of the outermost quotation that token i stands in, or -1; `quote` is None where no
    quotation touches the sentence. `borrowed` maps a verb that the parser hung too low to the verb whose subject it has.
    """

    __slots__ = (
        "borrowed", "children", "deps", "ends", "heads", "index", "kind", "lefts", "lemmas", "lowers", "n", "quote", "rights",
        "sentence", "starts", "tags", "words",
    )  # fmt: skip

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.index = sentence.index
        self.kind = sentence.kind
        self.words = sentence.words
        self.lowers = sentence.lowers
        self.lemmas = sentence.lemmas
        self.tags = sentence.tags
        self.deps = sentence.deps
        self.heads = heads = sentence.heads
        self.children = sentence.children
        self.starts = sentence.starts
        self.ends = sentence.ends
        self.n = n = len(heads)
        self.lefts = lefts = list(range(n))
        self.rights = rights = list(range(n))
        for i, head in enumerate(heads):
            if head > i and lefts[i] < lefts[head]:
                lefts[head] = lefts[i]
        for i in range(n - 1, -1, -1):
            head = heads[i]
            if head < i and rights[i] > rights[head]:
                rights[head] = rights[i]
        self.quote: list[int] | None = None
        self.borrowed: dict[int, int] = {}

    def mark_quotes(self, quotes: Sequence[tuple[int, Span]]) -> None:
        """Note which tokens stand in a quotation; `quotes` holds (index, outer span) of those that touch it."""
        inside = [-1] * self.n
        for number, (start, end) in quotes:
            for i, at in enumerate(self.starts):
                if start <= at < end:
                    inside[i] = number
        self.quote = inside

    def is_verb(self, i: int) -> bool:
        """Tell whether token i is a main or auxiliary verb by its tag."""
        return self.tags[i] in _VERB_TAGS

    def child(self, i: int, *labels: str) -> int | None:
        """Return the first child of token i with one of the labels, or None."""
        for c in self.children[i]:
            if self.deps[c] in labels:
                return c
        return None

    def subject(self, i: int) -> int | None:
        """Return the head of the subject of verb i, without inheritance, or None."""
        for c in self.children[i]:
            if self.deps[c] in _SUBJECTS:
                return c
        return None

    def dominates(self, i: int, j: int) -> bool:
        """Tell whether token j stands in the subtree of token i."""
        return self.lefts[i] <= j <= self.rights[i]
