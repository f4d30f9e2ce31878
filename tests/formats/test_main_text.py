"""Web pages: what is the main text, and what around it is nobody's."""

import pytest

from index.formats.clean_text import clean_reading
from index.formats.pages import read_page

PROSE = "This is a paragraph of an interview that is long enough for prose."
TALK = "".join(f"<p><b>{name}:</b> {PROSE}</p>" for name in ("Ada", "Bo") * 4)


def kinds(raw):
    return [(segment.kind, segment.text) for segment in read_page(raw, ".html").segments]


@pytest.mark.parametrize(
    "surroundings",
    [
        '<div class="comments-area"><p><b>Cy:</b> {}</p></div>',
        '<section id="related-posts"><p>{}</p></section>',
        '<div class="cookie_banner"><p>{}</p></div>',
        "<footer><p>{}</p></footer>",
        "<aside><p>{}</p></aside>",
        "<div><p>{}</p></div>",
        '<p><a href="https://a.b">{}</a></p>',
    ],
)
def test_what_stands_around_the_main_text_is_nobodys(surroundings):
    raw = f"<body><article><h1>Talk</h1>{TALK}</article>{surroundings.format(PROSE)}</body>"
    reading = read_page(raw, ".html")
    assert [segment.kind for segment in reading.segments] == ["heading", *["text"] * 8, "aside"]
    left_out = () if surroundings.startswith(("<footer", "<aside")) else (1,)
    assert [int(warning.split()[0]) for warning in reading.warnings] == list(left_out)


def test_no_label_is_lost_whatever_the_classes_and_containers_say():
    comments = f'<div class="comments">{TALK}</div>'
    assert {kind for kind, _ in kinds(comments)} == {"text"}
    apart = f"<div><div>{TALK * 3}</div><div><p><b>Bo:</b> {PROSE}</p><p>Yes.</p></div></div>"
    assert {kind for kind, _ in kinds(apart)} == {"text"}
    full_name = f"<div><p><b>Ada Reed:</b> {PROSE}</p><div>{TALK * 3}</div><p><b>Bo Lind:</b> {PROSE}</p></div>"
    assert {kind for kind, _ in kinds(full_name)} == {"text"}


def test_a_transcript_whose_words_are_all_links_is_said():
    raw = f'<p><a href="#1">{PROSE}</a></p><p><a href="#2">{PROSE}</a></p>'
    assert kinds(raw) == [("text", PROSE), ("text", PROSE)]


def test_what_is_no_text_is_not_read():
    raw = (
        '<meta http-equiv="refresh" content="0;url=https://evil.b"><p onclick="steal()">Hi.</p>'
        '<iframe src="x">frame</iframe><svg><text>drawn</text><script>1</script></svg><img alt="a picture" src="x">'
        '<p style="display:none">hidden</p><button>Share</button><figure><img src=x><figcaption>Photo: Cy</figcaption>'
        "</figure><noscript>no script</noscript><object>thing</object><math><mi>x</mi></math>"
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p><template>later</template>'
    )
    assert [(kind, text.strip()) for kind, text in kinds(raw)] == [
        ("text", "Hi."),
        ("aside", "Photo: Cy"),
        ("text", "]>"),
        ("text", "&e;"),
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<ul><li><p>One.</p><p>Two.</p></li><li>Three.</ul>", ["One.", "Two.", "Three."]),
        ("<div>One.<br><br>Two.<br>\r\nThree.</div>", ["One.", "Two. Three."]),
        ("<div><div>One.</div><div>Two.</div></div>", ["One.", "Two."]),
        ("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n<p>Two.</p>", ["One.", "Two."]),
        ("<p class=MsoNormal><b><span lang=EN>One\r\ntwo.<o:p></o:p></span></b></p>", ["One two."]),
        ("<p>One.\r\n<p>Two\r\n  more.", ["One.", "Two more."]),
    ],
)
def test_blocks_of_all_editors_are_paragraphs(raw, expected):
    text, _, _ = clean_reading(read_page(raw, ".html"))
    assert text.split("\n") == expected


def test_bold_and_heading_questions_stay_marked():
    raw = f"<h3>Who was it?</h3><p>{PROSE}</p><p><strong>And why?</strong></p><p>{PROSE}</p>"
    reading = read_page(raw, ".html")
    assert [segment.kind for segment in reading.segments] == ["heading", "text", "text", "text"]
    assert [raw[start:end] for start, end in reading.bold] == ["And why?"]
