"""The look as one table: colour tokens in light and dark, the CSS variables and the Vega-Lite configuration made from them.

Colours travel as CSS variables (``var(--ac)``), so that one SVG serves light, dark and, with :func:`wiseparts_nb.render.svg.literal`,
print: whoever draws need not know the reader's colour scheme.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from wiseparts_nb.render.fonts import FAMILY

__all__ = [
    "DARK",
    "HATCH",
    "LIGHT",
    "Palette",
    "css_variables",
    "hatch_pattern",
    "palette",
    "vega_config",
]

Palette = Mapping[str, str]
"""Hexadecimal colour by token."""

_TOKENS: tuple[tuple[str, str, str], ...] = (
    # token, light, dark
    ("bg", "#F6F7F9", "#0D131D"),
    ("surface", "#FFFFFF", "#151D2A"),
    ("surface2", "#F1F3F6", "#1C2635"),
    ("border", "#E1E5EB", "#273346"),
    ("border2", "#C8CFD9", "#3A485E"),
    ("control", "#7D889B", "#7D8BA3"),
    ("ink", "#17202E", "#EDF1F7"),
    ("ink2", "#465267", "#B7C2D2"),
    ("ink3", "#5F6B80", "#93A0B5"),
    ("accent", "#2450C8", "#8FB0FF"),
    ("accent_ink", "#FFFFFF", "#0D131D"),
    ("accent_soft", "#EDF2FE", "#1C2A4A"),
    ("good", "#00745A", "#5FD9B3"),
    ("good_soft", "#E5F4EF", "#12312B"),
    ("bad", "#B83A0E", "#F5865F"),
    ("bad_soft", "#FDEFE9", "#3A2018"),
    ("warn", "#8A5A00", "#F0BE5B"),
    ("warn_soft", "#FDF3DC", "#352A12"),
    ("neutral_soft", "#EDF0F4", "#222D3E"),
    ("ac", "#25344B", "#C3CEDF"),  # actual
    ("py", "#8692A5", "#5F6D85"),  # earlier: previous year or month
    ("band", "#DCE2EA", "#2B384D"),
    ("grid", "#E6E9EE", "#263144"),
    ("axis", "#8692A5", "#66748B"),
)

LIGHT: Palette = {token: light for token, light, _ in _TOKENS}
DARK: Palette = {token: dark for token, _, dark in _TOKENS}

HATCH = "url(#wp-hatch)"
"""Fill of everything projected; :func:`hatch_pattern` defines it, once per page."""


def palette(mode: Literal["light", "dark"]) -> Palette:
    """Colours of a mode; print and e-mail are light."""
    return LIGHT if mode == "light" else DARK


def css_variables() -> str:
    """Style text that defines every token: light, dark by the reader's choice or system, light in print."""
    light, dark = _declared(LIGHT), _declared(DARK)
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n"
    )


def _declared(colours: Palette) -> str:
    return "".join(f"--{token}:{colour};" for token, colour in colours.items())


def hatch_pattern() -> str:
    """SVG ``<pattern>`` of a projection: stripes of the actual colour, 5 px apart."""
    return (
        '<pattern id="wp-hatch" patternUnits="userSpaceOnUse" width="5" height="5" patternTransform="rotate(45)">'
        '<rect width="5" height="5" fill="var(--surface)"/><rect width="1.8" height="5" fill="var(--ac)"/></pattern>'
    )


def vega_config() -> dict[str, Any]:
    """The Vega-Lite configuration of the Altair theme ``wiseparts``."""
    return {
        "background": "transparent",
        "padding": {"left": 0, "right": 0, "top": 2, "bottom": 4},  # 0 would cut descenders
        "font": FAMILY,
        "aria": False,  # the wrapper carries the name
        "autosize": {"type": "pad", "contains": "padding"},
        "view": {"stroke": None, "fill": None, "continuousWidth": 400, "continuousHeight": 160},
        "title": {
            "fontSize": 13, "fontWeight": 600, "color": "var(--ink)", "anchor": "start", "offset": 8,
            "subtitleFontSize": 12, "subtitleColor": "var(--ink3)",
        },
        **_axes(),
        "legend": {"disable": True},
        "header": {"labelFontSize": 12, "labelFontWeight": 600, "labelColor": "var(--ink2)", "title": None},
        **_marks(),
        "range": {
            "category": [_var(token) for token in ("ac", "py", "accent", "warn")],
            # Vega mixes the colours of a ramp, which it can't do with variables.
            "diverging": [LIGHT[token] for token in ("bad", "py", "good")],
            "ordinal": [LIGHT[token] for token in ("band", "py", "ac")],
            "ramp": [LIGHT[token] for token in ("surface2", "band", "py", "ac")],
            "heatmap": [LIGHT[token] for token in ("surface2", "band", "py", "ac")],
        },
        "concat": {"spacing": 8},
        "facet": {"spacing": 16},
    }  # fmt: skip


def _axes() -> dict[str, Any]:
    return {
        "axis": {
            "labelFontSize": 11, "labelColor": "var(--ink3)", "labelPadding": 6, "labelLimit": 220, "title": None,
            "domain": False, "ticks": False, "grid": False, "gridColor": "var(--grid)", "domainColor": "var(--axis)",
            "tickColor": "var(--axis)", "tickSize": 4,
        },
        "axisX": {"labelAngle": 0, "domain": True},
        "axisY": {"grid": True, "tickCount": 4},
        "axisBand": {"grid": False},
    }  # fmt: skip


def _marks() -> dict[str, Any]:
    actual = _var("ac")
    return {
        "bar": {"color": actual, "cornerRadiusEnd": 1, "continuousBandSize": 14},
        "rect": {"color": actual},
        "line": {
            "color": actual,
            "strokeWidth": 2,
            "strokeCap": "round",
            "strokeJoin": "round",
            "interpolate": "linear",
        },
        "point": {"color": actual, "filled": True, "size": 40, "opacity": 1},
        "area": {"color": _var("band"), "line": False},
        "rule": {"color": _var("axis"), "strokeWidth": 1},
        "tick": {"color": _var("ink"), "thickness": 2, "bandSize": 14},
        "text": {"color": _var("ink2"), "fontSize": 11},
    }


def _var(token: str) -> str:
    return f"var(--{token})"
