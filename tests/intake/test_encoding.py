import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import UnreadableInput
from tocsin.intake.encoding import decode_text, replace_surrogates

_SAYING = "The envoy said “no deal” — café talks failed."


@pytest.mark.parametrize(
    ("mark", "name"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides_and_is_dropped(mark, name):
    assert decode_text(mark + _SAYING.encode(name), "x") == _SAYING


def test_windows_text_keeps_its_quotation_marks():
    assert decode_text(_SAYING.encode("cp1252"), "x") == _SAYING


def test_utf8_with_stray_windows_bytes_keeps_both():
    mixed = _SAYING.encode() + b" \x93Never,\x94 he said."
    assert decode_text(mixed, "x") == _SAYING + " “Never,” he said."


def test_a_declared_charset_is_used_where_the_bytes_fit_it():
    assert decode_text("Премьер отказался".encode("koi8-r"), "x", "koi8-r") == "Премьер отказался"


def test_utf8_declared_as_latin_is_read_as_utf8():
    assert decode_text(_SAYING.encode(), "x", "ISO-8859-1") == _SAYING


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-16", "unicode_escape", "rot13", "idna", ""])
def test_an_unusable_declared_charset_is_passed_over(charset):
    assert decode_text(_SAYING.encode(), "x", charset) == _SAYING


def test_an_undeclared_cyrillic_charset_is_guessed():
    text = "Министр заявил, что переговоры о прекращении огня продолжатся в столице на следующей неделе. " * 4
    assert "переговоры" in decode_text(text.encode("cp1251"), "x")


@pytest.mark.parametrize(
    "data", [b"abc\0def", b"%PDF-1.7 x", b"PK\x03\x04abc", b"\x01\x02\x03\x04 text", b"\x89PNG\r\n"]
)
def test_binary_data_is_refused_with_a_remedy(data):
    with pytest.raises(UnreadableInput, match=r"^x: .+;"):
        decode_text(data, "x")


def test_line_ends_stay_as_they_are():
    assert decode_text(b"one\r\ntwo\rthree\n", "x") == "one\r\ntwo\rthree\n"


def test_a_lone_surrogate_is_replaced_offset_for_offset():
    assert replace_surrogates("a\ud800b😀") == "a\ufffdb😀"


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "windows-1251", "shift_jis", "x"]))
def test_any_bytes_give_storable_text_or_a_named_refusal(data, charset):
    try:
        text = decode_text(data, "x", charset)
    except UnreadableInput as error:
        assert "\n" not in str(error)
    else:
        text.encode("utf-8")
