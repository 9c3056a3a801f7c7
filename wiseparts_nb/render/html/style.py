"""Style sheets as they travel: one for a page, one for a card among strangers in a notebook."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from string import Template

from wiseparts_nb.render.fonts import browser_font
from wiseparts_nb.render.theme import DARK, LIGHT, Palette, css_variables

__all__ = ["card_style", "notebook_style", "page_style"]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,>])\s*")
_COLON = re.compile(r"(?<=[a-z-]):\s+")


@cache
def card_style() -> str:
    """Style of the cards, all of it within ``.wp``; the colours are for the page to define."""
    return _small("card.css")


@cache
def page_style() -> str:
    """Style of a whole page: colours for both modes and for print, the font itself, grid and cards."""
    return (
        css_variables()
        + card_style()
        + Template(_small("page.css")).substitute(font=browser_font())
    )


@cache
def notebook_style() -> str:
    """Style of a card in JupyterLab or Voila: colours follow their theme, not the system's."""
    colours = f".wp{{{_declared(LIGHT)}}}[data-jp-theme-light=false] .wp{{{_declared(DARK)}}}"
    return colours + card_style() + ".wp .wp-card{max-width:900px;margin:4px 0}"


def _declared(palette: Palette) -> str:
    return "".join(f"--{token}:{colour};" for token, colour in palette.items())


def _small(name: str) -> str:
    text = (files("wiseparts_nb.render.html") / "templates" / name).read_text(encoding="utf-8")
    return _COLON.sub(":", _AROUND.sub(r"\1", " ".join(_COMMENT.sub("", text).split()))).replace(
        ";}", "}"
    )
