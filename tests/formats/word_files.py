"""Word documents made of a few lines of XML, for the tests."""

import io
import zipfile
from xml.sax.saxutils import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="q"><w:name w:val="Question"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="v"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="s"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)


def zipped(parts):
    """Return an archive of the given parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_file(*blocks, title="", more=None):
    """Return a document of paragraphs and tables in XML; a text without markup is a paragraph."""
    body = "".join(block if block.startswith("<w:") else paragraph(run(block)) for block in blocks)
    return zipped(
        {
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
            "word/styles.xml": f"<w:styles {_NAMESPACES}>{_STYLES}</w:styles>",
            "docProps/core.xml": f'<c:p xmlns:c="c" xmlns:d="d"><d:title>{escape(title)}</d:title></c:p>',
            **(more or {}),
        }
    )


def run(text, properties=""):
    """Return a run; a line end in it is a soft line break, a tab is a tab."""
    marked = escape(text).replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{marked}</w:t></w:r>'


def bold(text):
    """Return a bold run."""
    return run(text, "<w:b/>")


def paragraph(*runs, properties="", style=None):
    """Return a paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(*rows):
    """Return a table of texts, or of paragraphs in XML."""
    cells = [[cell if cell.startswith("<w:") else paragraph(run(cell)) for cell in row] for row in rows]
    lines = ("<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in cells)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"
