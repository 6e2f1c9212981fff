"""Lets articles in: not empty, not too long, in English, not read before; gives them their id and language.

Invariant: memory grows by some 100 bytes an article, whatever its length.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from tocsin.errors import ArticleError, DuplicateArticle, SkippedLanguage, UnreadableInput
from tocsin.intake.dates import find_published
from tocsin.lexicon import read_table
from tocsin.records import Article
from tocsin.settings import settings
from tocsin.text import content_id

_SHORTEST_JUDGED = 60
_SAMPLE = 4_000
_ENGLISH_SHARE = 0.15
_LEAD = 4.0
_WORD = re.compile(r"[^\W\d_]+")
_NOT_ALIKE = re.compile(r"^https?://(?:www\.)?|[#].*$|/$")


class Admission:
    """Admits articles one by one and remembers which URLs and texts it has seen."""

    def __init__(self, corrections: bool = False) -> None:
        """With `corrections`, a known URL with a new text is let in: it is a new version of its article."""
        self._corrections = corrections
        self._urls: set[int] = set()
        self._texts: dict[int, list[tuple[str, str]]] = {}

    def admit(self, article: Article) -> Article | ArticleError:
        """Return the article with its id, language and, where its first lines state one, publication date.

        Else UnreadableInput (empty or too long), SkippedLanguage or DuplicateArticle (the same URL, or the same text).
        The same text is two articles where the input gives them two ids or names two outlets: a reprint is news of its
        own, and who gives ids wants an answer to each.
        """
        source = article.source or article.id
        limit = settings().max_article_chars
        if len(article.text) > limit:
            return UnreadableInput(
                source,
                f"{len(article.text):,} characters, more than {limit:,}; split it or raise TOCSIN_MAX_ARTICLE_CHARS",
            )
        if not article.text.strip():
            return UnreadableInput(source, "there is no text in it; give the article's text")
        if self._is_known(article):
            return DuplicateArticle(source, "the same URL or text was read before; it is read once")
        language = name_language(article.text)
        if language != "en":
            return SkippedLanguage(
                source, f"the text is not in English (it looks like '{language}'); translate it first"
            )
        published, origin = article.published, article.published_from
        if published is None and (stated := find_published(article.text)):
            published, origin = stated, "text"
        return msgspec.structs.replace(
            article,
            id=article.id or content_id("a-", article.text, *([article.outlet] if article.outlet else [])),
            language=language,
            published=published,
            published_from=origin,
        )

    def _is_known(self, article: Article) -> bool:
        """Tell whether the URL or the text was seen before, and remember both."""
        known = False
        if article.url:
            url = hash(_NOT_ALIKE.sub("", article.url))
            known = url in self._urls and not self._corrections
            self._urls.add(url)
        identity = article.id, article.outlet or ""
        seen = self._texts.setdefault(hash(article.text.strip()), [])
        known = known or any(_are_alike(identity, other) for other in seen)
        if identity not in seen:
            seen.append(identity)
        return known


def _are_alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether neither the ids nor the outlets, where both are given, tell two articles of one text apart."""
    return all(not a or not b or a == b for a, b in zip(one, other, strict=True))


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("intake/function_words.tsv", ("word",)))


def name_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`.

    Texts under 60 characters, and those in which every seventh word is an English function word, are English. Of the
    others py3langid's best guess is taken where its lead over English is 4 nats a word or more: foreign prose lies at 8
    and above, lists of English names and figures ("Shr 34 cts vs 29") below 3. The first 4,000 characters decide.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    if len(text.strip()) < _SHORTEST_JUDGED or not words:
        return "en"
    known = _function_words()
    if sum(word in known for word in words) > _ENGLISH_SHARE * len(words):
        return "en"
    import py3langid  # a tenth of a second, for the few texts that are not plainly English

    scores = {str(name): float(score) for name, score in py3langid.rank(sample)}
    scores.pop("zxx", None)  # "no language", which tables of figures resemble
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] - scores["en"] >= _LEAD * len(words) else "en"
