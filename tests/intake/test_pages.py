import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import UnreadableInput
from tocsin.intake.pages import read_page

_STORY = [
    "PORT ALDEN — The envoy of Marland left the talks on the strait early on Friday, two officials said.",
    "“We will not sign under the guns of a fleet,” the envoy told reporters at the harbour before he left.",
    "The defence ministry of Cassia said that its exercise near the strait would end next week as planned, and denied "
    "that any vessel had crossed the line that both sides agreed on in the spring.",
]


def _page(head: str = "", story: str | None = None, extra: str = "") -> bytes:
    body = story if story is not None else "".join(f"<p>{paragraph}</p>" for paragraph in _STORY)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Envoy leaves talks early</h1>{body}</article>{extra}<footer>About us</footer></body></html>"
    ).encode()


_JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Organization", "name": "Site owner"}, {"@type": "NewsArticle", "headline": "Envoy leaves talks &amp; goes",
"datePublished": "2031-05-04T21:30:00-04:00", "author": [{"@type": "Person", "name": "Jo Marsh"}, {"name": "Al Reed"}],
"publisher": {"@type": "Organization", "name": "Alden Post"}}]}</script>"""


def test_the_body_is_taken_one_line_a_paragraph_without_navigation():
    assert read_page(_page(), "x").text.split("\n")[-3:] == _STORY


def test_json_ld_states_date_with_zone_title_author_and_outlet():
    article = read_page(_page(_JSON_LD + "<meta property='article:published_time' content='2031-05-09'>"), "x")
    assert (article.published, article.published_from) == ("2031-05-04T21:30:00-04:00", "json-ld")
    assert article.title == "Envoy leaves talks & goes"
    assert article.byline == "Jo Marsh, Al Reed"
    assert article.outlet == "Alden Post"


def test_meta_tags_state_what_json_ld_does_not():
    head = (
        "<meta property='article:published_time' content='2031-05-04T21:30:00+02:00'><meta name='author' "
        "content='By Jo Marsh'><meta property='og:site_name' content='Alden Post'><meta property='og:title' "
        "content='Envoy leaves talks early | Alden Post'><link rel='canonical' href='/2031/envoy'>"
    )
    article = read_page(_page(head), "x", url="https://alden.example/amp?x=1")
    assert (article.published, article.published_from) == ("2031-05-04T21:30:00+02:00", "meta")
    assert (article.byline, article.outlet, article.title) == ("Jo Marsh", "Alden Post", "Envoy leaves talks early")
    assert article.url == "https://alden.example/2031/envoy"


def test_a_marked_time_element_gives_the_date():
    article = read_page(_page(extra="<time itemprop='datePublished' datetime='2031-05-04'>Sunday</time>"), "x")
    assert (article.published, article.published_from) == ("2031-05-04", "time")


def test_a_page_that_states_nothing_leaves_it_unknown():
    article = read_page(_page(), "x")
    assert (article.published, article.byline, article.outlet, article.url) == (None, None, None, None)
    assert article.title == "Envoy leaves talks early"


@pytest.mark.parametrize("block", ["{not json", "[" * 100_000, '{"@type": 3, "datePublished": []}', '"x"', ""])
def test_broken_json_ld_does_not_spoil_the_page(block):
    head = f"<script type='application/ld+json'>{block}</script><meta name='date' content='2031-05-04'>"
    article = read_page(_page(head), "x")
    assert article.published == "2031-05-04"
    assert article.text.endswith(_STORY[-1])


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "iso-8859-1"])
def test_the_charset_that_the_page_declares_is_used(charset):
    data = _page().decode().replace("charset='utf-8'", f"charset={charset}").replace("—", "--")
    encoded = data.encode("cp1252" if charset != "utf-8" else "utf-8")
    assert "“We will not sign" in read_page(encoded, "x").text


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "td", "ul", "x-y"])
def test_a_page_nested_ten_thousand_deep_keeps_its_text(tag):
    story = f"<{tag}>" * 10_000 + "".join(f"<p>{p}</p>" for p in _STORY) + f"</{tag}>" * 10_000
    assert "The defence ministry of Cassia" in read_page(_page(story=story), "x").text


@pytest.mark.parametrize(
    "junk",
    ["<script>" * 50_000, "<svg>" * 50_000, "<!--" * 100_000, "<" * 500_000, "<a " * 200_000, "<" + "a" * 1_000_000,
     "<p>x" * 200_000, "&amp;" * 200_000, "<table><tr><td>" * 10_000,
     "<p " + " ".join(f'a{i}="{i}"' for i in range(50_000)) + ">"],
)  # fmt: skip
def test_a_hostile_page_is_read_or_refused_within_seconds(junk):
    started = time.process_time()
    try:
        read_page(_page(extra=junk), "x")
    except UnreadableInput as error:
        assert "\n" not in str(error)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"no markup at all", b"<html></html>", b"<html><body><p></p></body></html>", b"\0<html>"]
)
def test_a_page_without_an_article_is_refused_with_a_remedy(data):
    with pytest.raises(UnreadableInput, match=r"^x: .+;"):
        read_page(data, "x")


def test_an_enormous_page_is_refused():
    with pytest.raises(UnreadableInput, match="larger than"):
        read_page(b"<html>" + b"<p>x</p>" * 2_500_000, "x")


_PIECES = [
    "<p>", "</p>", "<div", ">", "</div>", "<script>", "</script>", "<!--", "-->", "<table>", "<td>", "&#x0;", "]]>",
    "&#55555;", "<article>", "<title>", "<meta name=date content=", "'", '"', "text ", "<html>", "\x0b", "é", "<br/>",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0))
def test_scrambled_markup_never_crashes(seed):
    chosen = random.Random(seed).choices(_PIECES + _STORY, k=60)
    try:
        article = read_page("".join(chosen).encode(), "x")
    except UnreadableInput:
        return
    article.text.encode("utf-8")


def test_a_reference_to_a_control_character_does_not_lose_the_page():
    paragraphs = "".join(
        f"<p>The envoy of Marland left the talks on day {n}, two officials said, and flew home.</p>" for n in range(6)
    )
    page = f"<html><body><article>{paragraphs}<p>He said &#27;[31m no more &#x1f; today.</p></article></body></html>"
    assert "He said" in read_page(page.encode(), "page.html").text
