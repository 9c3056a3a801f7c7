"""Where a card is shown, and the templates that show it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wiseparts_nb.locale import Locale
from wiseparts_nb.render.html.icons import icon
from wiseparts_nb.render.html.wording import said, shown
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.text import Words

__all__ = ["Link", "Room", "Stage", "compile_templates"]

Room = Literal["third", "wide", "whole"]
"""How much of a page's width a card may have: a third, more, or all of it."""

Link = Callable[[str], str | None]
"""From a key (``"month:2026-10"``) to the address that opens it; None where this reader can't open it."""


@dataclass(frozen=True)
class Stage:
    """Where a card is shown: for whom, in how much room, and what its keys open (nothing without ``link``).

    ``how`` is the address that explains it, ``more`` one that has more of the same, and its words.
    """

    locale: Locale
    room: Room = "wide"
    link: Link | None = None
    how: str = ""
    more: tuple[str, Words] | None = None

    def href(self, key: str | None) -> str | None:
        """Return the address that a key opens, None where nothing opens."""
        return None if key is None or self.link is None else self.link(key)

    def fill(self, template: str, **values: Any) -> Markup:
        """Return a template filled with values, every one of them escaped."""
        words = {
            "show": partial(shown, locale=self.locale),
            "say": partial(said, locale=self.locale),
            "icon": icon,
            "plain": lambda value: clean(self.locale.show(value)),
        }
        filled = (
            _environment().get_template(f"{template}.html.j2").render(**words, stage=self, **values)
        )
        return Markup(filled)  # noqa: S704  # the templates escape


@cache
def _environment() -> Environment:
    """Return the environment of all our templates; it escapes everything and knows no undefined value."""
    return Environment(
        loader=PackageLoader("wiseparts_nb.render.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def compile_templates() -> None:
    """Compile every template now, so that no reader waits for one."""
    for name in _environment().list_templates(extensions=["j2"]):
        _environment().get_template(name)
