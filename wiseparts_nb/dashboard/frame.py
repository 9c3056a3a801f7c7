"""The frame of a served page: head, bar, skeleton and foot, drawn by the server before any kernel is ready."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.drawing import fill, styles
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.render.theme import hatch_pattern
from wiseparts_nb.text import Text

__all__ = ["NAVIGATION", "Visitor", "assets", "foot", "full_page", "head", "page_config", "version"]

NAVIGATION = ("customer", "portfolio", "analytics", "compare", "segments")
"""Pages of the bar, in its order."""
_NAMES = {"en": "English", "fr": "Français", "es": "Español"}


@dataclass(frozen=True)
class Visitor:
    """What the server knows of a visit before a kernel does: the address, the language, the theme chosen."""

    address: Address
    locale: Locale
    base: str
    theme: str = ""


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """Return the files that every page asks for, with their types: style, scripts, icon."""
    folder = files("wiseparts_nb.dashboard") / "static"
    scripts = {
        name: ((folder / name).read_bytes(), "text/javascript") for name in ("page.js", "serve.js")
    }
    icon = {"icon.svg": ((folder / "icon.svg").read_bytes(), "image/svg+xml")}
    return {"page.css": (styles().encode(), "text/css"), **scripts, **icon}


@cache
def version() -> str:
    """Return what changes when any of the assets does: they may be kept for ever under it."""
    return sha256(b"".join(content for content, _ in assets().values())).hexdigest()[:12]


def head(visitor: Visitor) -> Markup:
    """Return everything above the first card, with a skeleton in its place."""
    address, locale = visitor.address, visitor.locale
    languages = [
        {"code": code, "name": _NAMES[code], "href": address.put(lang=code).href}
        for code in LANGUAGES
    ]
    nav = [
        {
            "href": address.to(name).href,
            "words": Text(f"frame.{name}"),
            "here": name == address.page,
        }
        for name in NAVIGATION
    ]
    return fill(
        "head",
        locale,
        base=visitor.base,
        theme=visitor.theme,
        title=f"{locale.text(Text(f'frame.{address.page}'))} · WiseParts"
        if address.page in NAVIGATION
        else "WiseParts",
        version=version(),
        hatch=Markup(hatch_pattern()),  # noqa: S704  # our own
        nav=nav,
        languages=languages,
    )


def foot(visitor: Visitor) -> Markup:
    """Return everything below the last card."""
    return fill("foot", visitor.locale, base=visitor.base, version=version())


def page_config(visitor: Visitor) -> dict[str, Markup]:
    """Return what the Voila template needs of the frame."""
    failure = fill("stopped", visitor.locale, href=visitor.address.href)
    return {"head": head(visitor), "foot": foot(visitor), "failure": failure}


def full_page(visitor: Visitor, seats: int) -> str:
    """Return the page for the reader who finds every seat taken; it tries again by itself."""
    return str(
        fill(
            "full",
            visitor.locale,
            base=visitor.base,
            theme=visitor.theme,
            version=version(),
            seats=seats,
            href=visitor.address.href,
        )
    )
