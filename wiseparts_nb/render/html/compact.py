"""Charts made small for a page that must travel: the same picture in fewer bytes.

What SVG or the style sheet take for granted goes, coordinates keep a tenth of a pixel, neighbours of one look share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

__all__ = ["gathered", "merged", "shortened", "unquoted", "untitled", "without_keys"]

# Written to be quick, for they run over every picture of every page: no groups in what replaces, no closing tags.
_TAG = re.compile(r"<\w[^<>]*>")
_DEFAULTS = re.compile(
    r' (?:(?:font-family|style|stroke-miterlimit|xmlns)="[^"]*"|font-size="11px"|font-weight="400"|stroke-width="1"|opacity="1"'
    r'|[xy]2="0"|text-anchor="start"|transform="translate\(0,0\)")'
)
_PLACES = re.compile(r' (?:d|points|transform|[xy][12]?|width|height)="[^"]*"')
_DECIMALS = re.compile(r"(?<=\.\d)\d+")
_NOTHING = re.compile(r'<path d=""[^<>]*/>|<path d="M0,0h[\d.]+v[\d.]+h-[\d.]+Z"/>')

_KEY = re.compile(r' data-key="[^"]*"')
_TITLED = re.compile(r"<path([^<>]*)>(<title>[^<>]*</title>)</path>(?:<path([^<>]*)>\2</path>)?")
_BARS = re.compile(r'(?:<path d="[^"]*"(?: fill="[^"]*")?(?: stroke="[^"]*")?/>){3,}')
_BAR = re.compile(r'<path d="([^"]*)"([^<>]*)/>')
_MARKS = re.compile(r"(?:<(?:line|path)\b[^<>]*/>|<text\b[^<>]*>[^<>]*</text>){2,}")
_MARK = re.compile(r"<(?:line|path)\b[^<>]*/>|<text\b[^<>]*>[^<>]*</text>")
_QUOTED = re.compile(r'="([^"\s<>=`\']+)"')
_LOOK = re.compile(r' (?:fill|stroke|stroke-width|text-anchor|font-weight|font-size)="[^"]*"')


def shortened(svg: str) -> str:
    """Return the SVG without defaults, empty marks and needless decimals."""
    return _NOTHING.sub("", _TAG.sub(_shortened, svg))


def _shortened(tag: re.Match[str]) -> str:
    return _PLACES.sub(lambda place: _DECIMALS.sub("", place[0]), _DEFAULTS.sub("", tag[0]))


def without_keys(svg: str) -> str:
    """Return the SVG without what a click drills into, for pages that don't listen."""
    return _TAG.sub(lambda tag: _KEY.sub("", tag[0]) if " data-key=" in tag[0] else tag[0], svg)


def untitled(svg: str) -> str:
    """Return the SVG without what a pointer shows, for screens where nothing hovers."""
    return _TITLED.sub(
        lambda mark: f"<path{mark[1]}/>" + (f"<path{mark[3]}/>" if mark[3] else ""), svg
    )


def merged(svg: str) -> str:
    """Return the SVG with the bars of each run merged by colour: right where bars of unlike colour may swap their order."""
    return _BARS.sub(_merged, svg)


def _merged(run: re.Match[str]) -> str:
    outlines: dict[str, str] = {}
    for outline, look in _BAR.findall(run[0]):
        outlines[look] = outlines.get(look, "") + outline
    return "".join(f'<path d="{outline}"{look}/>' for look, outline in outlines.items())


def gathered(svg: str) -> str:
    """Return the SVG with titles that neighbours share said once, and looks that neighbours share in a group of theirs."""
    return _MARKS.sub(lambda run: "".join(_groups(run[0])), _TITLED.sub(_together, svg))


def _together(mark: re.Match[str]) -> str:
    return mark[0] if mark[3] is None else f"<g>{mark[2]}<path{mark[1]}/><path{mark[3]}/></g>"


def _groups(run: str) -> Iterator[str]:
    for look, same in groupby(
        _MARK.findall(run), key=lambda mark: "".join(_LOOK.findall(mark.partition(">")[0]))
    ):
        marks = list(same)
        if len(marks) == 1 or not look:
            yield "".join(marks)
        else:
            yield f"<g{look}>{''.join(_bare(mark) for mark in marks)}</g>"


def _bare(mark: str) -> str:
    head, bracket, rest = mark.partition(">")
    return _LOOK.sub("", head) + bracket + rest


def unquoted(svg: str) -> str:
    """Return the SVG as HTML may write it: quotes only around values that need them; it is no XML any more."""
    return _TAG.sub(lambda tag: _QUOTED.sub(_bare_value, tag[0]).replace("/>", " />"), svg)


def _bare_value(quoted: re.Match[str]) -> str:
    return f"={quoted[1]}"
