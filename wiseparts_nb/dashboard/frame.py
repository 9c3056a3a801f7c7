"""The frame of a served page: head, bar, skeleton and foot, drawn by the server before any kernel is ready."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.drawing import fill, styles
from wiseparts_nb.dashboard.folder import Notebook
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.render.prose import markdown
from wiseparts_nb.render.theme import hatch_pattern
from wiseparts_nb.text import Number, Text, Words

__all__ = [
    "NAVIGATION",
    "Visitor",
    "asset",
    "assets",
    "foot",
    "head",
    "home",
    "kernel",
    "own_heading",
    "skeleton",
    "state",
    "stopped",
]

NAVIGATION = ("customer", "portfolio", "agreements", "goals", "analytics", "compare", "segments")
"""Pages of the bar and of the home page, in their order; one whose notebook is not in the folder is left out."""
_BELOW = {"agreement": "agreements", "agreement_edit": "agreements", "goal_edit": "goals"}
"""Pages that belong to one of the bar."""
_NAMES = {"en": "English", "fr": "Français", "es": "Español"}


@dataclass(frozen=True)
class Visitor:
    """What the server knows of a visit before a kernel does.

    Attributes
    ----------
    address
        What was asked for; an empty page is the home page.
    theme
        ``"light"`` or ``"dark"`` as chosen, empty for the system's.
    pages
        Names of the notebooks that are served; a stranger is told none.
    """

    address: Address
    locale: Locale
    base: str
    theme: str = ""
    pages: tuple[str, ...] = ()


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """Return the files that every page asks for, with their types: style, scripts, icon."""
    folder = files("wiseparts_nb.dashboard") / "static"
    page, start = ((folder / name).read_bytes() for name in ("page.js", "serve.js"))
    named = f"./page.js?{sha256(page).hexdigest()[:12]}"  # kept for ever too, so it changes its name with its content
    return {
        "page.css": (styles().encode(), "text/css"),
        "page.js": (page, "text/javascript"),
        "serve.js": (start.replace(b"./page.js", named.encode()), "text/javascript"),
        "no_mathjax.js": ((folder / "no_mathjax.js").read_bytes(), "text/javascript"),
        "icon.svg": ((folder / "icon.svg").read_bytes(), "image/svg+xml"),
    }


@cache
def asset(name: str) -> str:
    """Return the address of an asset below the server's: it changes with the content, which may be kept for ever under it."""
    return f"assets/{name}?{sha256(assets()[name][0]).hexdigest()[:12]}"


def head(visitor: Visitor, *, title: Words = "") -> Markup:
    """Return everything above the content."""
    address, locale = visitor.address, visitor.locale
    name = Text(f"frame.{address.page}") if address.page in NAVIGATION else title
    languages = [
        {"code": code, "name": _NAMES[code], "href": _href(visitor, address.put(lang=code))}
        for code in LANGUAGES
    ]
    nav = [
        {
            "href": address.to(one).href,
            "words": Text(f"frame.{one}"),
            "here": _here(one, address.page),
        }
        for one in NAVIGATION
        if one in visitor.pages
    ]
    return fill(
        "head",
        locale,
        base=visitor.base,
        theme=visitor.theme,
        title=f"{locale.show(name)} · WiseParts" if name else "WiseParts",
        asset=asset,
        hatch=Markup(hatch_pattern()),  # noqa: S704  # our own
        nav=nav,
        languages=languages,
        home=f"{visitor.base}{Address('').put(lang=address.get('lang') or None).href}",
    )


def _here(one: str, shown: str) -> str:
    """Say how a page of the bar relates to the one that is shown, as ``aria-current`` has it; empty for not at all."""
    return "page" if one == shown else "true" if one == _BELOW.get(shown) else ""


def skeleton(visitor: Visitor) -> Markup:
    """Return what stands in the place of the cards until the first one is there."""
    return fill("skeleton", visitor.locale)


def kernel(kernel_id: str) -> Markup:
    """Return where the page's script finds its kernel."""
    return Markup('<div id="wp-kernel" data-kernel="{}" hidden></div>').format(kernel_id)


def own_heading(visitor: Visitor, notebook: Notebook) -> Markup:
    """Return the heading of an analyst's own notebook."""
    kicker, heading = Text("frame.own"), notebook.title or notebook.name
    return fill("own_heading", visitor.locale, kicker=kicker, heading=heading)


def stopped(visitor: Visitor, code: str) -> Markup:
    """Return what stands where a page stopped half way; the log tells more under ``code``."""
    return fill("stopped", visitor.locale, href=_href(visitor, visitor.address), code=code)


def foot(visitor: Visitor, front_end: Mapping[str, Any] | None = None) -> Markup:
    """Return everything below the last card; ``front_end`` configures Voila's own, for a page that shows widgets."""
    settings = json.dumps(front_end).replace("<", "\\u003c") if front_end else ""
    return fill(
        "foot",
        visitor.locale,
        base=visitor.base,
        asset=asset,
        front_end=Markup(settings),  # noqa: S704  # no text can end its script element
    )


def home(visitor: Visitor, own: Iterable[Notebook]) -> str:
    """Return the first page: what is served, each with a sentence."""
    pages = [
        {
            "href": visitor.address.to(one).href,
            "title": Text(f"frame.{one}"),
            "sentence": Text(f"frame.{one}_about"),
        }
        for one in NAVIGATION
        if one in visitor.pages
    ]
    notebooks = [
        {
            "href": _href(visitor, visitor.address.to(one.name)),
            "title": one.title or one.name,
            "sentence": markdown(one.sentence).striptags(),
        }
        for one in own
    ]
    body = fill(
        "home", visitor.locale, pages=pages, notebooks=notebooks, own=Text("frame.own_notebooks")
    )
    return head(visitor, title=Text("frame.home")) + body + foot(visitor)


def state(visitor: Visitor, name: str, *, again: bool = False, **values: str | int) -> str:
    """Return a page that says one thing in words: there is no such page, all seats are taken, and so on.

    ``name`` is the word's (``frame.<name>`` and ``frame.<name>_text``, which the ``values`` fill); ``again`` offers the same
    address once more.
    """
    named = {
        key: Number(value) if isinstance(value, int) else value for key, value in values.items()
    }
    body = fill(
        "state",
        visitor.locale,
        heading=Text(f"frame.{name}"),
        text=Text(f"frame.{name}_text", named),
        again=_href(visitor, visitor.address) if again else "",
        pages=f"{visitor.base}{Address('').put(lang=visitor.address.get('lang') or None).href}"
        if visitor.pages
        else "",
    )
    return head(visitor, title=Text(f"frame.{name}")) + body + foot(visitor)


def _href(visitor: Visitor, address: Address) -> str:
    """Return an address from the root: what was asked for may lie deeper than any page."""
    query = f"?{address.query}" if address.fields else ""
    return f"{visitor.base}{quote(address.page)}{query}"
