"""An article's text falls into headline, captions, body and what is not its own."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import analyse, lay_out
from tocsin.records import Article

ARTICLE = """Fleet Leaves Varrin as Envoys Talk

A frigate of the northern fleet leaving Varrin on Sunday. (AP Photo/Jon Holm)

By INGA STROM

VARRIN, Norland (AP) — The fleet left port on Sunday. Nobody knew where it was bound.

“It is a drill,” the admiral said. “It is only a drill.”

A Quiet Harbour

The quays were empty by noon.
"""


def blocks_of(text: str, title: str | None = None) -> list[tuple[str, str]]:
    reading = lay_out(Article(id="a", text=text, title=title))
    return [(block.kind, text[slice(*block.span)]) for block in reading.blocks]


def test_headline_caption_byline_dateline_and_subhead_are_kept_apart() -> None:
    kinds = [kind for kind, _ in blocks_of(ARTICLE)]
    assert kinds == ["headline", "caption", "byline", "dateline", "body", "body", "subhead", "body"]


def test_the_article_learns_its_title_byline_dateline_and_agency_from_the_text() -> None:
    article = lay_out(Article(id="a", text=ARTICLE)).article
    assert article.title == "Fleet Leaves Varrin as Envoys Talk"
    assert article.byline == "INGA STROM"
    assert article.dateline is not None
    assert article.dateline.startswith("VARRIN, Norland")
    assert article.agencies == ("AP",)


def test_what_the_input_says_of_itself_is_kept() -> None:
    article = lay_out(Article(id="a", text=ARTICLE, title="Another title", outlet="The Gull")).article
    assert (article.title, article.outlet) == ("Another title", "The Gull")


def test_hard_wrapped_lines_are_joined_into_paragraphs() -> None:
    text = (
        "    The two governments said on Thursday that they would send\n"
        "delegations to the talks, which are to open in the capital on\n"
        "the first day of next month if both of them still want it.\n"
        "    The opposition said that it had not been asked, and that\n"
        "it would not take part in any meeting of this kind until the\n"
        "government had let its leaders go.\n"
    )
    assert len(blocks_of(text)) == 2


def test_a_single_paragraph_is_body() -> None:
    assert blocks_of("Norway protests") == [("body", "Norway protests")]


def test_sentences_inside_a_quotation_are_split() -> None:
    text = '"We waited. Nobody came," the mayor said. He left for the U.S. on Friday.'
    reading = lay_out(Article(id="a", text=text))
    assert [text[slice(*sentence.span)] for sentence in reading.sentences] == [
        '"We waited.',
        'Nobody came," the mayor said.',
        "He left for the U.S. on Friday.",
    ]


def test_initials_written_together_are_not_split() -> None:
    reading = lay_out(Article(id="a", text="Rep. Ada Moor, R-N.Y., told the paper so. She left."))
    assert len(reading.sentences) == 2


def test_boilerplate_yields_no_sentence() -> None:
    text = "The fleet left port on Sunday, officials said.\n\nSign up for our newsletter and never miss a story."
    reading = lay_out(Article(id="a", text=text))
    assert len(reading.sentences) == 1


def test_tokens_keep_their_offsets_over_line_breaks_and_runs_of_spaces() -> None:
    text = "The  two\u00a0\u00a0governments\nsaid on Thursday — at last — that they\r\nwould “talk”."
    (reading,) = analyse([Article(id="a", text=text)])
    for sentence in reading.sentences:
        assert sentence.words
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            assert text[start:end] == word


def test_the_head_of_each_token_lists_it_among_its_children() -> None:
    (reading,) = analyse([Article(id="a", text="The minister accused the rebels of shelling the port.")])
    (sentence,) = reading.sentences
    assert sentence.lemmas[sentence.words.index("accused")] == "accuse"
    for token, head in enumerate(sentence.heads):
        assert head == token or token in sentence.children[head]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400) | st.text(alphabet="Ab. \n\t\"“”'’\u2028\u00a0\u200b\U0001f514-", max_size=400))
def test_any_text_is_read_with_every_offset_in_place(text: str) -> None:
    (reading,) = analyse([Article(id="a", text=text)])
    assert reading.article.text == text
    for block in reading.blocks:
        assert 0 <= block.span[0] < block.span[1] <= len(text)
    for sentence in reading.sentences:
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            assert sentence.span[0] <= start < end <= sentence.span[1]
            assert text[start:end] == word


def test_sentences_that_lost_the_space_between_them_are_split() -> None:
    text = "It was the third raid in six weeks.ISIS had threatened the envoys' guards.Baer told ISIS' rivals so."
    reading = lay_out(Article(id="a", text=text))
    assert [text[slice(*sentence.span)] for sentence in reading.sentences] == [
        "It was the third raid in six weeks.",
        "ISIS had threatened the envoys' guards.",
        "Baer told ISIS' rivals so.",
    ]


def test_a_line_that_is_all_a_date_is_no_title() -> None:
    dated = Article(id="a", text="March 12, 2019\n\nNorway lifted its ban on Danish milk on Tuesday.")
    assert lay_out(dated).article.title is None
    titled = Article(id="a", text="Norway lifts ban of March 12, 2019\n\nNorway lifted its ban on milk on Tuesday.")
    assert lay_out(titled).article.title == "Norway lifts ban of March 12, 2019"
