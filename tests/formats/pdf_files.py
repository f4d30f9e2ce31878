"""PDFs made of a few operators, for the tests."""

FONTS = {"F": "Helvetica", "B": "Helvetica-Bold"}


def pdf_file(*pages, title="", more_objects=(), trailer=""):
    """Return a PDF; a page is a list of lines, each (left, height, text) or (left, height, text, font)."""
    fonts = "".join(f"/{key} {number} 0 R " for number, key in enumerate(FONTS, start=4))
    first = 4 + len(FONTS)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< /Title ({title}) >>",
        *(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>" for name in FONTS.values()),
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(_shown(*line) for line in lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << {fonts}>> >> "
            f"/Contents {first + 2 * number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(shown.encode('cp1252'))} >>\nstream\n{shown}\nendstream")
    return _with_table([*objects, *more_objects], trailer)


def _shown(left, height, text, font="F"):
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} 10 Tf 1 0 0 1 {left} {height} Tm ({escaped}) Tj ET"


def _with_table(objects, trailer):
    content = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        content
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
            f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R {trailer} >>\nstartxref\n{len(content)}\n%%EOF\n"
        ).encode()
    )
