"""Cards as a PDF by Typst: the meeting brief on exactly two A4 pages, or any other notebook or report as it flows.

Typst is given strings and finished pictures as JSON, never markup; it may read its templates and nothing else, and no
network. The file is tagged (PDF/UA-1) and the same bytes for the same cards.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from wiseparts_nb.card import Card
from wiseparts_nb.errors import RunError
from wiseparts_nb.locale import Locale
from wiseparts_nb.render import fonts
from wiseparts_nb.render.pdf_brief import bands, provenance
from wiseparts_nb.render.pdf_cards import drawn
from wiseparts_nb.render.pdf_charts import Pictures
from wiseparts_nb.render.pdf_fit import BREAK, clean, clip
from wiseparts_nb.render.pdf_press import Press
from wiseparts_nb.render.pdf_style import (
    FLOWING_MONTHS,
    FULL,
    GUTTER,
    LEAST_MONTHS,
    PX,
    STYLES,
    WIDE,
    Style,
)
from wiseparts_nb.text import Moment, Text, Words

__all__ = ["Layout", "Passage", "pdf", "warm"]

Layout = Literal["brief", "flow", "report"]
_Template = Literal["brief", "flow"]
_BESIDE = ("course", "chances")
"""Cards of a report that stand beside one another, where the second follows the first."""

_WORDS = (
    "page", "notes", "questions", "agreed", "agreed_what", "agreed_who", "agreed_when", "not_printed", "shortened",
)  # fmt: skip
_TOO_LONG = re.compile(r"too long: page (\d), ([\d.]+) points")
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_REPLACEMENT = "?"
_MARKS = {"Mn", "Me", "Cf"}
_MOST_ATTEMPTS = 6


@dataclass(frozen=True)
class Passage:
    """An analyst's own words between two cards: a heading (``level`` 1 to 3) or a paragraph (0)."""

    text: str
    level: int = 0


def pdf(
    cards: Sequence[Card | Passage],
    locale: Locale,
    *,
    title: str,
    made: datetime,
    layout: Layout = "brief",
    source: Words = "",
) -> bytes:
    """Return the document.

    Parameters
    ----------
    cards
        What is printed, in reading order. The brief has a place for each of its cards, whatever their order; those that
        are absent leave no hole, and what doesn't fit is named at its end. Passages are printed by ``"flow"`` only.
    title
        Title of the file, and of the first page where no card names whom it is about.
    made
        When the figures were put together (UTC where it names no zone); also the date of the file.
    source
        What stands beside it in the margin: where the figures come from, and their time.

    Raises
    ------
    RunError
        Typst refused the document.
    """
    made = made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
    document = {
        "lang": locale.language,
        "title": clean(title).strip() or locale.text(Text("pdf.brief")),
        "footer": _footer(cards, locale, title=title, made=made, layout=layout, source=source),
        "words": {word: locale.text(Text(f"pdf.{word}", _holes(word))) for word in _WORDS},
    }
    pictures = Pictures(locale)
    if layout != "brief":
        density = STYLES[0] if layout == "flow" else STYLES[2]
        style = replace(density, months=FLOWING_MONTHS)
        press = Press(locale, style, pictures, whole=True)
        blocks = list(_blocks(cards, press, beside=_BESIDE if layout == "report" else ()))
        return _compiled("flow", document | _styled(style) | {"blocks": blocks}, made)
    only = [card for card in cards if isinstance(card, Card)]
    styles = list(STYLES)
    while styles:
        style = styles.pop(0)
        press = Press(locale, style, pictures)
        content = {"bands": bands(only, press, title=title), "provenance": provenance(only, press)}
        try:
            return _compiled("brief", document | _styled(style) | content, made)
        except _TooLongError as error:
            styles[:0] = _shorter(style, error)
    raise RunError(f"The brief {title!r} does not fit two pages in the densest style.")


def _shorter(style: Style, error: _TooLongError) -> list[Style]:
    """The same style with a lower chart of months, where that alone makes room on page 1."""
    height = int(style.months - error.points / PX) - 1
    return [replace(style, months=height)] if error.page == 1 and height >= LEAST_MONTHS else []


class _TooLongError(RunError):
    """The template measured its blocks and found that they don't fit."""

    def __init__(self, page: int, points: float) -> None:
        self.page = page
        self.points = points
        super().__init__(f"page {page} is {points:.0f} points too long")


def warm() -> None:
    """Construct the compiler and read the fonts, so that the first document is as quick as the next.

    Nothing is compiled: a process that only constructed the compiler can still be forked.
    """
    for layout in ("brief", "flow"):
        _compiler(layout, every_font=False)


def _holes(word: str) -> dict[str, str]:
    """What the template fills in itself, kept as ``{name}``."""
    names = {"names": "{names}"}
    holes = {"page": {"n": "{n}", "total": "{total}"}, "not_printed": names, "shortened": names}
    return holes.get(word, {})


def _styled(style: Style) -> dict[str, Any]:
    return {"style": asdict(style)}


def _footer(
    cards: Sequence[Card | Passage],
    locale: Locale,
    *,
    title: str,
    made: datetime,
    layout: Layout,
    source: Words,
) -> str:
    names = (
        part.name
        for card in cards
        if isinstance(card, Card)
        for part in card.parts
        if part.kind == "identity"
    )
    who = clip(clean(next(names, title)), FULL * 0.4, size=7.6)
    key = "pdf.made_brief" if layout == "brief" else "pdf.made"
    first = locale.text(Text(key, {"who": who, "made": Moment(made)}))
    return clip(
        " · ".join(filter(None, (first, clean(locale.text(source))))), FULL * 0.85, size=7.6
    )


def _blocks(
    cards: Sequence[Card | Passage], press: Press, *, beside: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """What is printed in turn; two cards that belong beside one another make one block."""
    shown = [one for one in cards if not isinstance(one, Passage) or clean(one.text).strip()]
    at = 0
    while at < len(shown):
        pair = shown[at : at + 2]
        names = tuple(one.name for one in pair if isinstance(one, Card))
        if names and names == tuple(beside):
            widths = (WIDE, FULL - WIDE - GUTTER)
            sides = [
                drawn(one, width, press)
                for one, width in zip(pair, widths, strict=True)
                if isinstance(one, Card)
            ]
            yield {"kind": "pair", "cards": sides, "widths": widths, "gutter": GUTTER}
            at += 2
        else:
            yield _block(shown[at], press)
            at += 1


def _block(one: Card | Passage, press: Press) -> dict[str, Any]:
    if isinstance(one, Passage):
        return {"kind": "passage", "text": clean(one.text), "level": one.level}
    return {"kind": "card"} | drawn(one, FULL, press)


def _compiled(layout: _Template, document: dict[str, Any], made: datetime) -> bytes:
    """Return the file, with the machine's fonts where Inter lacks a character, and without those that no font has."""
    written = json.dumps(document | {"fonts": ["Inter"]}, ensure_ascii=False)
    for every_font in (False, *[True] * _MOST_ATTEMPTS):
        try:
            return _compile(layout, written, made, every_font=every_font)
        except typst.TypstError as error:
            if too_long := _TOO_LONG.search(error.message):
                raise _TooLongError(int(too_long[1]), float(too_long[2])) from None
            lacking = _NO_GLYPH.search(error.message)
            if not lacking:
                raise RunError(f"Typst refused the document: {error.message}") from error
            if every_font:
                written = _without(written, lacking[1])
    return _compile(layout, _plain(written), made, every_font=False)


def _without(written: str, lacking: str) -> str:
    """The document without the characters that Typst names, which it writes as Rust does.

    It may name a letter that Inter has and mean the marks above or joiners behind it: then those go.
    """
    named = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), lacking)
    foreign = set(named) - _characters()
    if not foreign:
        return "".join(
            one for one in written if one == BREAK or unicodedata.category(one) not in _MARKS
        )
    scripts = set(map(_script, foreign))
    kin = {one for one in set(written) - _characters() if _script(one) in scripts}
    return written.translate(dict.fromkeys(map(ord, kin), _REPLACEMENT))


def _script(character: str) -> str:
    """What a font has all or nothing of, roughly: a script, or the pictures."""
    if unicodedata.category(character) == "So":
        return "pictures"
    return unicodedata.name(character, "").split(" ")[0]


def _plain(written: str) -> str:
    """The document in characters of Inter alone."""
    known = _characters() | {BREAK}
    return "".join(one if one in known else _REPLACEMENT for one in written)


@cache
def _characters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    cut = next(
        iter(sorted(fonts.static_fonts().glob("*.ttf")))
    )  # all cuts hold the same characters
    with TTFont(cut, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or {}))


def _compile(layout: _Template, written: str, made: datetime, *, every_font: bool) -> bytes:
    compiled = _compiler(layout, every_font=every_font).compile(
        format="pdf",
        sys_inputs={"document": written},
        pdf_standards=["ua-1"],
        timestamp=int(made.timestamp()),
    )
    assert isinstance(compiled, bytes)  # noqa: S101  # one file for PDF, by Typst's own contract
    return compiled


@cache
def _compiler(layout: _Template, *, every_font: bool) -> typst.Compiler:
    """Return the one compiler of a layout. ``every_font`` adds those of the machine, for scripts that Inter lacks."""
    templates = Path(str(files("wiseparts_nb.render") / "typst"))
    found = typst.Fonts(
        include_system_fonts=every_font,
        include_embedded_fonts=every_font,
        font_paths=[str(fonts.static_fonts())],
    )
    return typst.Compiler(
        str(templates / f"{layout}.typ"),
        root=str(templates),
        font_paths=found,
        ignore_system_fonts=True,
    )
