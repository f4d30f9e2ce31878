"""The encodings of interviews: declared ones, and those that are guessed because no other one could be meant."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import CorpusError
from index.formats.encodings import decode_interview
from index.formats.readers import read_file

SIMPLIFIED = "林波：河在十一月就结冰了，我们把红色的自行车卖给了邻居。\r\n主持人：后来呢？你们吃什么？\r\n"
TRADITIONAL = "林波：河在十一月就結冰了，我們把紅色的自行車賣給了鄰居。\r\n主持人：後來呢？你們吃什麼？\r\n"
JAPANESE = "話者1：その年は川が早く凍りました。私たちは赤い自転車を隣の人に売りました。\r\n"
KOREAN = "기자: 그해에는 강이 일찍 얼었습니다. 우리는 빨간 자전거를 이웃에게 팔았습니다.\n"
ENGLISH = (
    "Ada Reed: It was the year in which the river froze at the café.\nBo Lind: “That’s it” – and we sold the bicycle…\n"
)
FRENCH = "Ada : C’était l’année où la rivière a gelé, et nous avons vendu le vélo à la voisine.\n"
CZECH = "Ada: Toho roku řeka zamrzla příliš brzy a prodali jsme červené kolo sousedům.\n"
RUSSIAN = "Ада: В тот год река замёрзла рано, и мы продали красный велосипед соседке.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "BIG5"),
        (JAPANESE, "shift_jis", "SHIFT_JIS"),
        (KOREAN, "euc_kr", "EUC_KR"),
        (ENGLISH, "windows-1252", "WINDOWS-1252"),
        (ENGLISH, "utf-16-le", "UTF-16-LE"),
        (SIMPLIFIED, "utf-16-be", "UTF-16-BE"),
        (ENGLISH, "utf-8-sig", None),
        (SIMPLIFIED, "utf-16", None),
    ],
)
def test_an_encoding_is_guessed_where_no_other_could_be_meant(text, encoding, name):
    assert decode_interview(text.encode(encoding), "a.txt") == (
        text if encoding not in ("utf-8-sig", "utf-16") else f"\ufeff{text}",
        name,
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Ada: hello\n你好\n", "gb18030"),
        (FRENCH, "windows-1252"),
        (CZECH, "windows-1250"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (ENGLISH, "mac_roman"),
        (ENGLISH.replace("Ada", "Ада").replace("café", "inn"), "windows-1251"),
        ("We sold it \x93there\x94.", "latin-1"),  # too few words to be sure that they are English
        (ENGLISH + "\0\0", "utf-8"),
        (SIMPLIFIED + "\uffff", "utf-16-be"),
    ],
)
def test_no_encoding_is_guessed_where_it_could_be_another(text, encoding):
    content = text.encode(encoding)
    try:
        decoded, _ = decode_interview(content, "a.txt")
    except CorpusError as error:
        assert re.match(r"a\.txt(?::\d+: byte 0x.. is not UTF-8; .*iconv| is not a text file)", str(error))  # noqa: PT017
    else:
        assert decoded == text


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN, ENGLISH, FRENCH, CZECH, RUSSIAN])
@pytest.mark.parametrize(
    "encoding",
    [
        "gb18030",
        "big5hkscs",
        "shift_jis",
        "euc_jp",
        "euc_kr",
        "windows-1252",
        "windows-1250",
        "windows-1251",
        "mac_roman",
    ],
)
def test_a_guess_never_makes_another_text(text, encoding):
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        return
    try:
        decoded, _ = decode_interview(content, "a.txt")
    except CorpusError:
        return
    assert decoded == text


def test_the_guess_is_said_where_the_file_is_read():
    reading = read_file(SIMPLIFIED.encode("gb18030"), "a.txt")
    assert reading.raw == SIMPLIFIED
    assert reading.warnings == ("the encoding was guessed: GB18030; save the file as UTF-8 if words look wrong",)
    assert read_file(SIMPLIFIED.encode(), "a.txt").warnings == ()


def test_an_xhtml_page_says_its_encoding_in_the_first_line():
    content = '<?xml version="1.0" encoding="GB2312"?><p>林：好。</p>'.encode("gb18030")
    assert decode_interview(content, "a.html") == ('<?xml version="1.0" encoding="GB2312"?><p>林：好。</p>', None)


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(content):
    try:
        text, guessed = decode_interview(content, "a.txt")
    except CorpusError:
        return
    assert guessed is not None or text.encode() == content or text.startswith("\ufeff")
