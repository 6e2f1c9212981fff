import pytest

from tocsin.errors import DuplicateArticle, SkippedLanguage, UnreadableInput
from tocsin.intake.admission import Admission, name_language
from tocsin.records import Article

_STORY = "The envoy of Marland left the talks on the strait early on Friday, two officials said, and flew home."


def _article(text=_STORY, **fields):
    return Article(id=fields.pop("id", ""), text=text, source="x", **fields)


def test_an_article_gets_its_id_from_its_content_and_its_language():
    first, second = (Admission().admit(_article()) for _ in range(2))
    assert first.id == second.id != ""
    assert first.language == "en"


def test_an_id_of_the_input_stays():
    assert Admission().admit(_article(id="7")).id == "7"


def test_the_same_text_is_admitted_once():
    admission = Admission()
    admission.admit(_article(id="1"))
    assert isinstance(admission.admit(_article(_STORY + "\n")), DuplicateArticle)
    assert isinstance(admission.admit(_article(id="1")), DuplicateArticle)


def test_the_same_text_under_two_ids_is_two_articles_unless_they_share_a_url():
    admission = Admission()
    assert admission.admit(_article(id="1", url="http://a.example/1")).id == "1"
    assert admission.admit(_article(id="2")).id == "2"
    assert isinstance(admission.admit(_article(id="3", url="http://a.example/1")), DuplicateArticle)


def test_the_same_url_is_admitted_once_whatever_its_scheme_and_fragment():
    admission = Admission()
    admission.admit(_article(url="http://www.a.example/1/"))
    assert isinstance(admission.admit(_article(_STORY + " More.", url="https://a.example/1#top")), DuplicateArticle)


def test_a_corrected_article_passes_where_versions_are_kept():
    admission = Admission(corrections=True)
    admission.admit(_article(id="1", url="http://a.example/1"))
    assert not isinstance(
        admission.admit(_article(_STORY + " More.", id="2", url="http://a.example/1")), DuplicateArticle
    )
    assert isinstance(admission.admit(_article(id="1", url="http://a.example/1")), DuplicateArticle)


def test_a_reprint_in_another_named_outlet_is_an_article_of_its_own():
    admission = Admission()
    first = admission.admit(_article(outlet="Alden Post"))
    second = admission.admit(_article(outlet="Cassia Times"))
    assert first.id != second.id
    assert isinstance(admission.admit(_article(outlet="Cassia Times")), DuplicateArticle)
    assert isinstance(admission.admit(_article()), DuplicateArticle)


@pytest.mark.parametrize("text", ["", " \n\t\u00a0"])
def test_an_empty_article_is_refused(text):
    assert isinstance(Admission().admit(_article(text)), UnreadableInput)


def test_an_article_beyond_the_limit_is_refused_and_the_remedy_named():
    assert "TOCSIN_MAX_ARTICLE_CHARS" in str(Admission().admit(_article("word " * 200_001)))


def test_a_date_in_the_first_lines_is_taken_where_none_is_given():
    article = Admission().admit(_article("Envoy leaves\nMay 4, 2031\n\n" + _STORY))
    assert (article.published, article.published_from) == ("2031-05-04", "text")
    given = Admission().admit(_article("Envoy leaves\nMay 4, 2031\n\n" + _STORY, published="2031-05-05"))
    assert given.published == "2031-05-05"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L'envoyé du Marland a quitté vendredi les pourparlers sur le détroit, ont indiqué deux responsables."),
        ("de", "Der Gesandte von Marland verließ am Freitag die Gespräche über die Meerenge, sagten zwei Beamte."),
        (
            "es",
            "El enviado de Marland abandonó el viernes las conversaciones sobre el estrecho, dijeron dos funcionarios.",
        ),
        ("nl", "De gezant van Marland heeft vrijdag de gesprekken over de zeestraat verlaten, zeiden twee ambtenaren."),
        ("ru", "Посланник Марланда покинул в пятницу переговоры о проливе, сообщили два чиновника в столице страны."),
        ("zh", "马兰特使周五提前离开了关于海峡的会谈，两名官员说。" * 4),
    ],
)
def test_another_language_is_skipped_and_named(language, text):
    skipped = Admission().admit(_article(text))
    assert isinstance(skipped, SkippedLanguage)
    assert f"'{language}'" in str(skipped)


@pytest.mark.parametrize(
    "text",
    [
        "Deal off.",
        "Shr 34 cts vs 29 cts\nNet 1,204,000 vs 998,000\nRevs 14.1 mln vs 12.9 mln\nAvg shrs 3.5 mln",
        "Ministers: Ivanna Koroleva, Dmytro Shulha, Oleksandr Bondar, Petro Lysenko, Andriy Moroz, Iryna Tkach, Kyiv",
    ],
)
def test_short_texts_and_lists_of_names_and_figures_are_taken_as_english(text):
    assert name_language(text) == "en"
