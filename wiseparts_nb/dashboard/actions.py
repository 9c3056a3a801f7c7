"""Buttons of a heading: links to where something is done, and forms that do it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Words

__all__ = ["Action", "actions", "empty"]


@dataclass(frozen=True)
class Action:
    """One button: a link (``href``), or a form by its name with hidden ``fields``. At most one of a page is ``primary``."""

    words: Words
    href: str = ""
    form: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    primary: bool = False


def actions(visit: Visit, shown: Iterable[Action]) -> Markup:
    """Return the buttons."""
    return fill("actions", visit.locale, actions=tuple(shown))


def empty(
    visit: Visit, heading: Words, reasons: Sequence[Words], action: Action | None = None
) -> Markup:
    """Return what stands where there is nothing to show: that it is so, why, and the way on."""
    return fill(
        "empty",
        visit.locale,
        heading=heading,
        reasons=reasons,
        href=action.href if action else "",
        action=action.words if action else "",
        primary=action.primary if action else False,
    )
