"""A reason of each kind, with a name and a label that need care."""

from typing import get_args

from index.reasons import Reason, ReasonKind

KINDS = [kind for kind in get_args(ReasonKind) if kind != "stated"]
_LABEL, _ANA = """it's "Ana" 安娜""", "Ana Ruiz"


def reason_with_values(kind: ReasonKind) -> Reason:
    """Return a reason of a kind, with the values that its words have a place for."""
    words = str(Reason(kind, "\ufffd", "\ufffc"))
    return Reason(kind, _LABEL if "\ufffd" in words else "", _ANA if "\ufffc" in words else "")
