"""Long lists, a screen at a time: where it begins is a field of the address."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import InputError
from wiseparts_nb.text import Text

__all__ = ["offset_of", "pager"]

_WORDS = {"time": ("newer", "older"), "list": ("previous", "next")}


def offset_of(visit: Visit) -> int:
    """Return how many entries come before the screen that is asked for.

    Raises
    ------
    InputError
        It is no number.
    """
    text = visit.address.get("after")
    if text and not (text.isascii() and text.isdecimal()):
        raise InputError(
            f"{text!r} is not a number of entries. Leave it out to begin with the first."
        )
    return int(text[:9] or 0)


def pager(  # where the screen stands, each by name
    visit: Visit, *, offset: int, size: int, count: int, kind: Literal["time", "list"] = "list"
) -> Markup:
    """Return the links to the screens before and after, none where all stands on one."""
    back, on = _WORDS[kind]
    return fill(
        "pager",
        visit.locale,
        back=_screen(visit, min(offset, count) - size) if offset else "",
        back_words=Text(f"page.{back}"),
        on=_screen(visit, offset + size) if offset + size < count else "",
        on_words=Text(f"page.{on}"),
    )


def _screen(visit: Visit, offset: int) -> str:
    return visit.address.put(after=str(offset) if offset > 0 else None, open=None).href
