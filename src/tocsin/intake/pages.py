"""Makes an Article of a web page.

Algorithm: scripts, styles and comments are cut out in one pass (JSON-LD is kept aside), elements nested deeper than any
real page's are unwrapped, the rest is parsed once; metadata comes from JSON-LD, then meta tags, then the page's own
elements, and trafilatura finds the body.

`published_from` is "json-ld", "meta", "time" (a time element or itemprop), "page" (htmldate's guess from links and
marked-up dates) or "text" (the article's own first lines).
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import htmldate
import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]
import msgspec
import trafilatura

from tocsin.errors import UnreadableInput
from tocsin.intake.dates import find_published, parse_published
from tocsin.intake.encoding import decode_text
from tocsin.intake.unpack import LARGEST_PAGE
from tocsin.lexicon import read_table
from tocsin.records import Article
from tocsin.text import fold

_LARGEST_MARKUP = 3 * 1024 * 1024
_MOST_TAGS = 150_000  # a long live blog has 30,000
_DEEPEST = 200  # the HTML parser gives up at 256
_MOST_ATTRIBUTES = 400  # the parser compares each attribute of an element with every other
# References to characters that no XML may hold; one of them would make the body's extraction fail as a whole.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45]));", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{2,40})", re.IGNORECASE)
_CUT = re.compile(r"<!--|<(?P<tag>script|style|svg|template|noscript|iframe|object)\b", re.IGNORECASE)
_JSON_LD = re.compile(r"\btype\s*=\s*[\"']?application/ld\+json", re.IGNORECASE)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*+)(?P<rest>[^<>]*+)>")
# Elements that are empty or that the parser closes by itself, so that they never nest deep.
_FLAT = frozenset(
    {"area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
     "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"}
)  # fmt: skip
# What the libraries raise on pages that nobody tried them on.
_FAILURES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
    lxml.etree.LxmlError,
)  # fmt: skip
_ARTICLE_TYPES = ("Article", "BlogPosting", "Report", "LiveBlog", "WebPage", "CreativeWork")
_BY = re.compile(r"^\s*by[:\s]\s*", re.IGNORECASE)

for _name in ("trafilatura", "htmldate"):  # their complaints about a page become our own errors
    logging.getLogger(_name).addHandler(logging.NullHandler())


class _Facts(msgspec.Struct):
    """What a page says about itself, as far as it is known yet."""

    published: str | None = None
    published_from: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None


def read_page(data: bytes, source: str, *, url: str | None = None, charset: str | None = None) -> Article:
    """Return the article of an HTML page; its text is the body that trafilatura finds, one line a paragraph.

    `url` is where the page came from and `charset` what its server declared, if known. Raises UnreadableInput where the
    page is too large, is no HTML or holds no article.
    """
    if len(data) > LARGEST_PAGE:
        raise UnreadableInput(source, f"the page is larger than {LARGEST_PAGE:,} bytes; save its text instead")
    markup = decode_text(data, source, charset or _declared(data)).replace("\0", " ")
    markup = _CONTROL_REFERENCE.sub(" ", markup)
    markup, scripts = _cut_scripts(markup)
    if len(markup) > _LARGEST_MARKUP:
        raise UnreadableInput(source, f"the page's markup is larger than {_LARGEST_MARKUP:,} characters; save its text")
    tree = _parse(_flatten(markup, source), source)
    facts = _Facts(url=url)
    _take_json_ld(facts, scripts)
    _take_meta(facts, tree)
    _take_elements(facts, tree, url)
    text = _extract_body(tree, source)
    if facts.published is None:
        _guess_published(facts, tree, text)
    return Article(
        id="", text=text, url=facts.url, outlet=facts.outlet, title=_strip_outlet(facts.title, facts.outlet),
        byline=facts.byline, published=facts.published, published_from=facts.published_from, source=source,
    )  # fmt: skip


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:4096]) or _XML_CHARSET.match(data[:400])
    return match[1].decode("ascii", "replace") if match else None


def _cut_scripts(markup: str) -> tuple[str, list[str]]:
    """Cut out scripts, styles, comments and other elements without article text; return the rest and JSON-LD blocks.

    Linear in the page's length: what is found not to be closed once is not looked for again.
    """
    kept: list[str] = []
    scripts: list[str] = []
    lowered = fold(markup)
    unclosed: set[str] = set()
    position = 0
    while match := _CUT.search(markup, position):
        kept.append(markup[position : match.start()])
        tag = (match["tag"] or "").lower()
        closing = f"</{tag}" if tag else "-->"
        end = -1 if closing in unclosed else lowered.find(closing, match.end())
        if end < 0:
            unclosed.add(closing)
            # As browsers do, the rest of the page is the script; other elements and comments are merely not opened.
            position = len(markup) if tag in ("script", "style") else match.end()
            continue
        position = end + len(closing)
        if tag:
            opened = markup.find(">", match.end(), end)
            if opened >= 0 and _JSON_LD.search(markup, match.end(), opened):
                scripts.append(markup[opened + 1 : end])
            closed = markup.find(">", end)
            position = closed + 1 if closed >= 0 else len(markup)
    kept.append(markup[position:])
    return " ".join(kept), scripts


def _flatten(markup: str, source: str) -> str:
    """Drop the tags of elements nested deeper than the parser goes, so that their text stays.

    An element with more attributes than any real one loses them.
    """
    depth = deepest = 0
    crowded = False
    for number, match in enumerate(_TAG.finditer(markup)):
        if number >= _MOST_TAGS:
            raise UnreadableInput(source, f"the page holds more than {_MOST_TAGS:,} tags; save its text instead")
        crowded = crowded or _is_crowded(match["rest"])
        if match["name"].lower() not in _FLAT and not match["rest"].endswith("/"):
            depth = max(0, depth - 1) if match["close"] else depth + 1
            deepest = max(deepest, depth)
    if crowded:
        markup = _TAG.sub(lambda tag: f"<{tag['close']}{tag['name']}>" if _is_crowded(tag["rest"]) else tag[0], markup)
    if deepest <= _DEEPEST:
        return markup
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match["name"].lower() in _FLAT or match["rest"].endswith("/"):
            return match[0]
        if match["close"]:
            depth = max(0, depth - 1)
            return match[0] if depth < _DEEPEST else " "
        depth += 1
        return match[0] if depth <= _DEEPEST else " "

    return _TAG.sub(keep, markup)


def _is_crowded(attributes: str) -> bool:
    return len(attributes) > 2 * _MOST_ATTRIBUTES and len(attributes.split()) > _MOST_ATTRIBUTES


def _parse(markup: str, source: str) -> lxml.html.HtmlElement:
    try:
        tree = trafilatura.load_html(markup) if markup.strip() else None
    except (ValueError, lxml.etree.LxmlError) as error:
        raise UnreadableInput(source, f"the page cannot be parsed ({type(error).__name__}); save its text") from error
    if tree is None:
        raise UnreadableInput(source, "this is no HTML page; save the article's text")
    return tree


def _extract_body(tree: lxml.html.HtmlElement, source: str) -> str:
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    except _FAILURES as error:
        raise UnreadableInput(source, f"no text can be taken from the page ({type(error).__name__})") from error
    text = found.text if found is not None and not isinstance(found, dict) else None
    if not text or not text.strip():
        raise UnreadableInput(source, "the page holds no article text; save the text itself")
    return text


def _take_json_ld(facts: _Facts, scripts: list[str]) -> None:
    for node in _json_nodes(scripts):
        kinds = node.get("@type")
        names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
        if not any(name.endswith(_ARTICLE_TYPES) for name in names):
            continue
        published = node.get("datePublished") or node.get("dateCreated")
        if facts.published is None and isinstance(published, str) and (day := parse_published(published)):
            facts.published, facts.published_from = day, "json-ld"
        facts.title = facts.title or _plain(node.get("headline"))
        facts.byline = facts.byline or _names(node.get("author"))
        facts.outlet = facts.outlet or _names(node.get("publisher"))


def _json_nodes(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """Yield every object of the pages' JSON-LD, outer before inner; a block that is no JSON yields none.

    A page with a broken block still has its meta tags, so this is no error.
    """
    for script in scripts:
        try:
            pending = deque([json.loads(script.strip().removesuffix(";"), strict=False)])
        except (ValueError, RecursionError):
            continue
        while pending:
            node = pending.popleft()
            if isinstance(node, dict):
                yield node
                pending += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                pending += node[:1000]


def _plain(value: object) -> str | None:
    """Return a metadata string without markup, entities and doubled blanks; None for anything else or nothing."""
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(value).split())[:500] or None


def _names(value: object) -> str | None:
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = _plain(item.get("name") if isinstance(item, dict) else item)
        if name and not name.startswith(("http:", "https:", "@", "#")) and name not in found:
            found.append(_BY.sub("", name))
    return ", ".join(found[:20]) or None


@cache
def _meta_fields() -> dict[str, tuple[int, str]]:
    """Return meta names with the rank and the field that each states."""
    rows = read_table("intake/page_fields.tsv", ("field", "name"))
    return {row["name"]: (rank, row["field"]) for rank, row in enumerate(rows)}


def _take_meta(facts: _Facts, tree: lxml.html.HtmlElement) -> None:
    fields = _meta_fields()
    stated: list[tuple[int, str, str]] = []
    for element in tree.iter("meta"):
        content = element.get("content") or element.get("value")
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if content and name in fields:
                stated.append((*fields[name], content))
    for _, field, content in sorted(stated):
        if getattr(facts, field) is None:
            _set(facts, field, content, "meta")


def _set(facts: _Facts, field: str, content: str, origin: str) -> None:
    """Set one field from a page's string, if the string can be what the field holds."""
    if field == "published":
        day = parse_published(content)
        if day:
            facts.published, facts.published_from = day, origin
    elif field == "url":
        facts.url = _web_address(content)
    elif field == "byline":
        facts.byline = _names(content)
    else:
        setattr(facts, field, _plain(content))


def _web_address(written: str, base: str | None = None) -> str | None:
    try:
        address = urljoin(base or "", written.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc and len(address) < 2000 else None


def _take_elements(facts: _Facts, tree: lxml.html.HtmlElement, url: str | None) -> None:
    """Take what links, headings and time elements state; a canonical link overrides where the page came from."""
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            facts.url = _web_address(element.get("href"), url) or facts.url
            break
    if facts.published is None:
        for element in tree.iter("time", "span", "abbr"):
            stamp = element.get("datetime") or element.get("content")
            if stamp and (element.get("itemprop") == "datePublished" or element.get("pubdate") is not None):
                _set(facts, "published", stamp, "time")
                break
    if facts.title is None:
        headings = [" ".join(element.text_content().split()) for element in tree.iter("h1")]
        titles = [" ".join(element.text_content().split()) for element in tree.iter("title")]
        named = [heading for heading in headings if heading]
        facts.title = _plain(named[0] if len(named) == 1 else next(iter(titles + named), None))


def _guess_published(facts: _Facts, tree: lxml.html.HtmlElement, text: str) -> None:
    stated = find_published(text)
    if stated is not None:
        facts.published, facts.published_from = stated, "text"
        return
    times = [stamp for element in tree.iter("time") if (stamp := element.get("datetime"))]
    if len({stamp[:10] for stamp in times}) == 1:
        _set(facts, "published", times[0], "time")
    if facts.published is None:
        try:
            guess = htmldate.find_date(tree, extensive_search=False, original_date=True, url=facts.url)
        except _FAILURES:
            guess = None  # a page whose dates cannot be read is a page without a date
        if guess:
            _set(facts, "published", guess, "page")


def _strip_outlet(title: str | None, outlet: str | None) -> str | None:
    """Cut " | Outlet" and " - Outlet" from the end of a title."""
    if title and outlet:
        for mark in (" | ", " - ", " – ", " — ", " :: "):
            title = title.removesuffix(mark + outlet)
    return title
