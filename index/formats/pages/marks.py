"""Which elements of a web page seem to say who speaks or when, by their names, classes and attributes."""

from collections.abc import Mapping

from index.formats.pages.elements import naming_class, time_attribute, timing_class, voice_attribute
from index.formats.pages.parts import Element, Mark
from index.formats.pages.tags import Tag

_MOST_CELLS = 3  # a name or a time stands in the first columns of a table


def marks_of(tag: Tag, attributes: Mapping[str, str], parent: Element) -> list[Mark]:
    """Return the marks that the element is which `tag` begins in `parent`; in an aside there are none."""
    if tag.name in ("td", "th"):
        parent.cells += 1
    if parent.is_aside:
        return []
    marks: list[Mark] = []
    seconds, voice = time_attribute(attributes), voice_attribute(attributes)
    if voice or seconds is not None:
        marks.append(Mark(kind="voice", group="", start=tag.end, element=parent, voice=voice or "", seconds=seconds))
    if naming := naming_class(tag.name, attributes):
        marks.append(Mark(kind="name", group=naming[0], start=tag.end, element=parent, is_clear=naming[1]))
    elif timing := timing_class(tag.name, attributes):
        marks.append(Mark(kind="time", group=timing, start=tag.end, element=parent))
    elif tag.name in ("td", "th") and parent.cells <= _MOST_CELLS:
        marks.append(Mark(kind="name", group=f"cell {parent.cells}", start=tag.end, element=parent, is_clear=False))
    return marks
