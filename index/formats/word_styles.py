"""The styles of a Word document: what each is called in English, and whether it is bold."""

from dataclasses import dataclass

from index.formats.archives import Element, attribute, child, local_name

_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A style by Word's own name for it ("heading 1" in any language), and whether it is bold; None: as without it."""

    name: str = ""
    bold: bool | None = None
    based_on: str | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by their ids, and the id of the paragraphs' default one."""

    by_id: dict[str, WordStyle]
    default: str | None = None

    def paragraph(self, style_id: str | None) -> WordStyle:
        """Return the style of a paragraph, the default one if it has none; its weight follows from those below it."""
        known_id = style_id if style_id in self.by_id else self.default
        style = self.by_id.get(known_id or "", WordStyle())
        return WordStyle(name=style.name, bold=self._bold(known_id))

    def is_bold(self, style_id: str | None, paragraph: WordStyle) -> bool:
        """Tell whether a run with a character style is bold in such a paragraph."""
        own = self._bold(style_id)
        return bool(paragraph.bold) if own is None else own

    def _bold(self, style_id: str | None) -> bool | None:
        for _ in range(_LONGEST_CHAIN):
            style = self.by_id.get(style_id or "")
            if style is None:
                return None
            if style.bold is not None:
                return style.bold
            style_id = style.based_on
        return None


def read_styles(root: Element | None) -> Styles:
    """Return the styles in the part of that name, none where it is missing."""
    by_id: dict[str, WordStyle] = {}
    default = None
    for style in root if root is not None else ():
        style_id = attribute(style, "styleId")
        if local_name(style) != "style" or style_id is None:
            continue
        bold = child(style, "rPr", "b")
        by_id[style_id] = WordStyle(
            name=attribute(child(style, "name"), "val") or "",
            bold=None if bold is None else is_on(bold),
            based_on=attribute(child(style, "basedOn"), "val"),
        )
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
            default = style_id
    return Styles(by_id, default)


def is_on(switch: Element | None, otherwise: bool = False) -> bool:
    """Tell whether a switch such as <w:b/> is on; where there is none, it is as `otherwise`."""
    if switch is None:
        return otherwise
    return attribute(switch, "val") not in ("0", "false", "off", "none")
