"""Text as people and their keyboards type it, made storable."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.text import clean, clipped, first_line_and_rest, folded, one_line, unescape_once
from tests.pace import at_most

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
WAVE = "\U0001f44b\U0001f3fd"
FLAGS = "\U0001f1e9\U0001f1ea\U0001f1ec\U0001f1e7"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \t\n ", "", id="spaces"),
        pytest.param("\u00a0\u200b\ufeff\u200d\u3164\u2800", "", id="blank to the eye"),
        pytest.param("“Acme”", '"Acme"', id="smart double quotes"),
        pytest.param("„Acme“", '"Acme"', id="low quotes"),
        pytest.param("it’s ‘new’", "it's 'new'", id="smart single quotes"),
        pytest.param("4\u201111", "4-11", id="non-breaking hyphen"),
        pytest.param("fri\u00a04pm", "fri 4pm", id="non-breaking space"),
        pytest.param("fri\u202f4\u2009pm\u3000x", "fri 4 pm x", id="narrow, thin and wide spaces"),
        pytest.param("—help", "--help", id="dash made of an option"),
        pytest.param("list –all now", "list --all now", id="en dash made of an option"),
        pytest.param("reprint — urgent", "reprint — urgent", id="dash between words"),
        pytest.param("a—b", "a—b", id="dash inside"),
        pytest.param("—4 degrees", "—4 degrees", id="dash before a number"),
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line ends"),
        pytest.param("a\u2028b\u2029c\x0bd\x85e", "a\nb\nc\nd\ne", id="other line ends"),
        pytest.param("a\tb", "a\tb", id="tab inside"),
        pytest.param("a\x00b", "ab", id="NUL"),
        pytest.param("a\x07\x1b[31mb\x7f\x9fc", "a[31mbc", id="other controls"),
        pytest.param("a\ud800b", "a\ufffdb", id="lone surrogate"),
        pytest.param("\udc00\ud800", "\ufffd\ufffd", id="surrogates the wrong way round"),
        pytest.param("\ud83d\ude00", "\U0001f600", id="a pair is a sign"),
        pytest.param("abc\u202edef", "abcdef", id="right-to-left override"),
        pytest.param("\u2066abc\u2069", "abc", id="isolates"),
        pytest.param("\u202aabc\u202c", "abc", id="embeddings"),
        pytest.param("e" + "\u0301" * 500, "é" + "\u0301" * 7, id="combining storm"),
        pytest.param("\u0301" * 500, "", id="marks without a base"),
        pytest.param("\u0301\ufe0f\u034f\u17b4\u180b\U000e0001 \u0489", "", id="nothing to see"),
        pytest.param("a" + "\u200d\u0301" * 200, "a" + "\u200d\u0301" * 4, id="joined storm"),
        pytest.param("a" + "\U000e0061" * 200, "a" + "\U000e0061" * 8, id="tag storm"),
        pytest.param("\u20e3", "", id="an empty key"),
        pytest.param("1\ufe0f\u20e3", "1\ufe0f\u20e3", id="a key"),
        pytest.param("\ue000", "\ue000", id="private signs are seen"),
        pytest.param("cafe\u0301", "café", id="NFD"),
        pytest.param("\u212b", "Å", id="singleton"),
        pytest.param("ab\u200bc", "abc", id="zero-width space inside"),
        pytest.param("re\u00adprint", "reprint", id="soft hyphen"),
        pytest.param("\u200dabc\u200c", "abc", id="joiners at the edges"),
        pytest.param(FAMILY, FAMILY, id="joined emoji"),
        pytest.param(ENGLAND, ENGLAND, id="flag of tags"),
        pytest.param("\u2764\ufe0f", "\u2764\ufe0f", id="emoji style at the end"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="Persian non-joiner"),
        pytest.param("שלום", "שלום", id="Hebrew"),
        pytest.param("'; DROP TABLE x; --", "'; DROP TABLE x; --", id="SQL"),
        pytest.param("{0.__class__} %s ../../", "{0.__class__} %s ../../", id="templates and paths"),
        pytest.param("&amp;lt; <!channel>", "&amp;lt; <!channel>", id="escapes are not its matter"),
        pytest.param("!!! 🎉", "!!! 🎉", id="only signs"),
        pytest.param("٣ ½ ﬁ", "٣ ½ ﬁ", id="digits and ligatures stay"),
    ],
)
def test_clean(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(sign) == "Cs" or (sign < " " and sign not in "\n\t") for sign in once)
    once.encode()


@pytest.mark.parametrize(
    "sign", ["\u0301", "\u0316\u0301", "a", "\ud800", "—a ", "\r", "\u200d", "\U0001f1e9", "\u1100"]
)
def test_long_text_is_quick(sign: str) -> None:
    text = (sign * 10_000)[:10_000]
    start = time.thread_time()
    clipped(folded(clean(text)), 150)
    assert time.thread_time() - start < at_most(0.1)


def test_one_line() -> None:
    assert one_line(" a \n\n b\tc\u00a0 ") == "a b c"


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("title", "title", ""),
        ("\n\n a  title \r\nmore\n\nand more\n", "a title", "more\n\nand more"),
        ("", "", ""),
    ],
)
def test_first_line_and_rest(text: str, first: str, rest: str) -> None:
    assert first_line_and_rest(text) == (first, rest)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", " ACME "),
        ("Acme  Ltd", "acme\u00a0ltd"),
        ("Straße", "STRASSE"),
        ("Ａｃｍｅ", "acme"),
        ("ﬁne", "FINE"),
        ("Café", "cafe\u0301"),
        ("İstanbul", "i\u0307stanbul"),
        ("Ac\u200dme", "acme"),
    ],
)
def test_names_that_meet(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Acme", "Acne"), ("A B", "AB"), ("Cafe", "Café")])
def test_names_that_do_not_meet(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("brochure", 8, "brochure", id="fits"),
        pytest.param("brochure", 7, "brochu…", id="clipped"),
        pytest.param("a brochure", 3, "a…", id="no space before the dots"),
        pytest.param("abc", 1, "…", id="one"),
        pytest.param("abc", 0, "", id="nothing"),
        pytest.param(f"ab{FAMILY}", 5, "ab…", id="joined emoji is one sign"),
        pytest.param(f"ab{WAVE}c", 4, "ab…", id="skin tone"),
        pytest.param(f"{FLAGS}abc", 4, FLAGS[:2] + "…", id="flags are pairs"),
        pytest.param(f"{ENGLAND}ab", 5, "…", id="flag of tags is one sign"),
        pytest.param("xe\u0316\u0301abc", 4, "x…", id="marks stay with their base"),
        pytest.param("x\u2764\ufe0fabc", 3, "x…", id="emoji style"),
        pytest.param("\u1112\u1161\u11abab", 3, "…", id="jamo are one syllable"),
        pytest.param("a" + "\U0001f3fd" * 200, 150, "a" + "\U0001f3fd" * 148 + "…", id="no end in sight"),
    ],
)
def test_clipped(text: str, limit: int, shown: str) -> None:
    assert clipped(text, limit) == shown


@given(st.text(max_size=30), st.integers(0, 40))
def test_clipped_is_never_longer(text: str, limit: int) -> None:
    assert len(clipped(text, limit)) <= max(limit, len(text) if len(text) <= limit else 0)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &amp; b", "a & b"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;amp;", "&amp;amp;"),
        ("&quot; &nbsp;", "&quot; &nbsp;"),
    ],
)
def test_unescape_once(sent: str, typed: str) -> None:
    assert unescape_once(sent) == typed
