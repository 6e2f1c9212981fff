"""Lets articles in: not empty, not too long, in English, not read before; gives them their id and language.

Invariant: memory grows by some 100 bytes an article, whatever its length.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec
import py3langid

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

    def __init__(self) -> None:
        self._urls: set[int] = set()
        self._texts: set[int] = set()

    def admit(self, article: Article) -> Article | ArticleError:
        """Return the article with its id, language and, where its first lines state one, publication date.

        Else UnreadableInput (empty or too long), SkippedLanguage or DuplicateArticle. Two articles with the same text
        from two outlets that are both named are two articles: a reprint is news of its own.
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
        url = hash(_NOT_ALIKE.sub("", article.url)) if article.url else None
        body = article.text.strip()
        text, printed = hash(body), hash((body, article.outlet))
        known = url in self._urls if url is not None else False
        if text in self._texts and (printed in self._texts or article.outlet is None):
            known = True
        if hash((body, None)) in self._texts:
            known = True
        if url is not None:
            self._urls.add(url)
        self._texts |= {text, printed}
        return known


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
    scores = {str(name): float(score) for name, score in py3langid.rank(sample)}
    scores.pop("zxx", None)  # "no language", which tables of figures resemble
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] - scores["en"] >= _LEAD * len(words) else "en"
