"""Inter in the forms that each medium takes, cut once per user from the variable font of ``fontpkg-inter``.

Typst reads the variable font itself. Browsers get a small woff2, vl-convert gets static cuts (it knows no variable fonts),
and the charts a table of widths, with which labels are placed and shortened without asking a renderer. All are cut at
optical size 14, the cut for text.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import json
import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, cast

from wiseparts_nb.errors import ConfigurationError

__all__ = [
    "FAMILY",
    "Weight",
    "browser_font",
    "fit",
    "legible",
    "register",
    "static_fonts",
    "text_width",
    "variable_font",
]

FAMILY = 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

Weight = Literal[400, 500, 600]

_CUTS: Mapping[Weight, str] = {400: "Regular", 500: "Medium", 600: "SemiBold"}
_FEATURES = ("tnum", "ccmp", "locl", "mark", "mkmk")
_RECIPE = 2  # raised whenever the cuts below change, so that a cache made before is left alone
_ELLIPSIS = "…"

# What the pages say themselves: Latin-1, Latin Extended-A, punctuation, currency, arrows, triangles, marks.
_BROWSER = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x202F, 0x2032, 0x2033, 0x2039, 0x203A,
    0x20AC, 0x2122, *range(0x2190, 0x219A), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25B2, 0x25B6, 0x25BC,
    0x25C0, 0x25CB, 0x25CF, 0x2713,
)  # fmt: skip
# A picture can't fall back on the reader's fonts: it also holds the other scripts that Inter has.
_PICTURE = (*_BROWSER, *range(0x180, 0x250), *range(0x370, 0x460), *range(0x1E80, 0x1E86))


def variable_font() -> Path:
    """Path of the variable font, all weights and glyphs, as the package ships it."""
    from fontpkg_inter import ROOT

    return ROOT / "files" / "Inter[opsz,wght].ttf"


@cache
def static_fonts() -> Path:
    """Folder with the static cuts, and nothing else; made on a user's first call (some seconds), then found.

    Raises
    ------
    ConfigurationError
        Neither the user's cache folder nor a temporary one can be written.
    """
    return _once("static", _cut_static)


@cache
def browser_font() -> str:
    """The woff2 for pages as a ``data:`` address, for one ``@font-face`` with ``font-weight: 400 600``.

    Raises
    ------
    ConfigurationError
        As :func:`static_fonts`.
    """
    packed = _once("Inter.woff2", _cut_for_browsers).read_bytes()
    return "data:font/woff2;base64," + base64.b64encode(packed).decode("ascii")


@cache
def register() -> None:
    """Tell vl-convert about the static cuts, once per process; needed for PNG and for charts that Vega lays out."""
    import vl_convert

    vl_convert.register_font_directory(str(static_fonts()))


def text_width(text: str, size: float, *, weight: Weight = 400) -> float:
    """Width of a line in px at a font size in px, with tabular figures and without kerning (so never too small)."""
    widths = _widths()[weight]
    return sum(widths.get(char) or _foreign(char) for char in text) * size


def fit(text: str, width: float, size: float, *, weight: Weight = 400) -> str:
    """Return the text as one legible line, shortened with an ellipsis where it is wider than ``width`` px."""
    line = legible(text)
    if text_width(line, size, weight=weight) <= width:
        return line
    room = width - text_width(_ELLIPSIS, size, weight=weight)
    kept = 0
    while kept < len(line) and room >= 0:
        room -= text_width(line[kept], size, weight=weight)
        kept += 1
    return line[: max(kept - 1, 0)].rstrip() + _ELLIPSIS


def legible(text: str) -> str:
    """Return the text as one line: line breaks and control characters, most of which XML refuses, become spaces."""
    # Python counts as not printable what most of our texts have: no-break spaces, and the mark behind a key.
    if text.replace("\u00a0", "").replace("\u202f", "").replace("\u2063", "").isprintable():
        return text
    return "".join(map(_printable, text))


def _printable(char: str) -> str:
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cs" | "Cn":
            return "\ufffd"
        case _:
            return char


@cache
def _foreign(char: str) -> float:
    """Width in em of a character that Inter lacks and some other font will draw."""
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.62


@cache
def _widths() -> dict[Weight, dict[str, float]]:
    """Advance of every character in em, by weight."""
    found = json.loads(_once("widths.json", _measure).read_text(encoding="utf-8"))
    return {weight: found[str(weight)] for weight in _CUTS}


def _once(name: str, make: Callable[[Path], None]) -> Path:
    """Path of a file or folder in the user's cache, made aside and renamed: a reader finds all of it or nothing."""
    shelf = _shelf()
    if (shelf / name).exists():
        return shelf / name
    with tempfile.TemporaryDirectory(prefix=".making-", dir=shelf) as aside:
        made = Path(aside) / name
        make(made)
        try:
            made.replace(shelf / name)
        except OSError:
            if not (shelf / name).exists():  # else another process was quicker
                raise
    return shelf / name


@cache
def _shelf() -> Path:
    """Folder of this package's cuts of this very font, or one of this process alone.

    (A shared name in a public place could be planted by somebody else.)
    """
    made_from = f"{_RECIPE} {version('fontpkg-inter')} {variable_font().stat().st_size}"
    own = (
        _cache_home() / "wiseparts" / f"inter-{hashlib.sha256(made_from.encode()).hexdigest()[:12]}"
    )
    try:
        own.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=own):
            return own
    except OSError as refused:
        try:
            alone = tempfile.TemporaryDirectory(prefix="wiseparts-fonts-")
        except OSError as error:
            raise ConfigurationError(
                f"Fonts cannot be cut: {own} cannot be written ({refused}), nor a temporary folder ({error}). "
                "Set XDG_CACHE_HOME to a folder that can.",
            ) from error
        atexit.register(alone.cleanup)
        return Path(alone.name)


def _cache_home() -> Path:
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if home := os.environ.get(variable):
            return Path(home)
    return Path(os.path.expanduser("~")) / ".cache"  # noqa: PTH111  # Path.home() raises for a user without a home


def _measure(place: Path) -> None:
    """Write the widths at each weight; all figures are as wide as a tabular one, as our style sheets ask."""
    from fontTools.ttLib import TTFont

    with cast("Any", TTFont(variable_font(), lazy=True)) as font:
        em: int = font["head"].unitsPerEm
        cmap: dict[int, str] = font.getBestCmap()
        found: dict[int, Mapping[str, Any]] = {}
        for weight in _CUTS:
            glyphs = font.getGlyphSet(location={"opsz": 14, "wght": weight})
            widths = {chr(code): round(glyphs[glyph].width / em, 4) for code, glyph in cmap.items()}
            tabular = dict.fromkeys("0123456789", round(glyphs["zero.tf"].width / em, 4))
            found[weight] = widths | tabular
    place.write_text(json.dumps(found), encoding="utf-8")


def _cut_static(place: Path) -> None:
    """Cut without kerning: labels don't need it, and its tables take most of the time."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    place.mkdir()
    small = _subset(_PICTURE)
    for weight, name in _CUTS.items():
        font = TTFont(BytesIO(small))
        cut = instantiateVariableFont(
            font, {"opsz": 14, "wght": weight}, inplace=True, updateFontNames=True
        )
        cut.save(place / f"Inter-{name}.ttf")


def _cut_for_browsers(place: Path) -> None:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(BytesIO(_subset(_BROWSER, "calt", "kern")))
    cut = instantiateVariableFont(font, {"opsz": 14, "wght": (400, 600)}, inplace=True)
    cut.flavor = "woff2"
    cut.save(place)


def _subset(characters: Iterable[int], *features: str) -> bytes:
    from fontTools import subset

    options = subset.Options(layout_features=[*_FEATURES, *features], hinting=False, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    written = BytesIO()
    with subset.load_font(str(variable_font()), options) as font:
        subsetter.subset(font)
        font.save(written)
    return written.getvalue()
