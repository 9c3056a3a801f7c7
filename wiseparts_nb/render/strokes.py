"""SVG text by hand: the few shapes of pictures that are too small or too many to ask a chart engine for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from wiseparts_nb.render.fonts import FAMILY, legible

__all__ = ["TEXT_STYLE", "area", "circle", "line", "polyline", "rect", "root", "titled"]

TEXT_STYLE = f' font-family="{escape(FAMILY)}" font-size="11px" style="font-feature-settings:\'tnum\'"'  # fmt: skip
"""What every text of a picture repeats, as attributes of its root."""


def rect(
    x: tuple[float, float], top: float, thick: float, fill: str, *, stroke: str = ""
) -> str:  # fmt: skip
    """Return a rectangle between two x; one that ends before it begins has no width."""
    edge = f' stroke="{stroke}"' if stroke else ""
    across = max(x[1] - x[0], 0)
    return f'<rect x="{x[0]:.1f}" y="{top:.1f}" width="{across:.1f}" height="{thick:.1f}" fill="{fill}"{edge}/>'


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    stroke: str,
    *,
    thick: float = 1,
    dash: str = "",
) -> str:
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{thick:g}"{dashed}/>'


def polyline(
    points: Sequence[tuple[float, float]], stroke: str, *, thick: float, dash: str = ""
) -> str:
    """Return a broken line with round joins; a line needs two points, fewer draw nothing."""
    if len(points) < 2:  # noqa: PLR2004  # a line needs two points
        return ""
    cap = f'stroke-dasharray="{dash}"' if dash else 'stroke-linecap="round"'
    return (
        f'<polyline points="{_path(points)}" fill="none" stroke="{stroke}" stroke-width="{thick:g}" '
        f'{cap} stroke-linejoin="round"/>'
    )


def area(points: Iterable[tuple[float, float]], fill: str) -> str:
    """Return a filled outline."""
    return f'<polygon points="{_path(points)}" fill="{fill}"/>'


def circle(at: tuple[float, float], radius: float, fill: str, *, edge: float = 0) -> str:
    """Return a circle; ``edge`` is how thick it is outlined in the colour of what is actual."""
    outline = f' stroke="var(--ac)" stroke-width="{edge:g}"' if edge else ""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{fill}"{outline}/>'


def titled(x: tuple[float, float], y: tuple[float, float], title: str) -> str:
    """Return a see-through rectangle that says its title on hover."""
    outline = f"M{x[0]:.1f},{y[0]:.1f}H{x[1]:.1f}V{y[1]:.1f}H{x[0]:.1f}Z"
    words = escape(legible(title), quote=False)
    return f'<path d="{outline}" fill="transparent"><title>{words}</title></path>'


def root(drawn: str, width: float, height: float) -> str:
    """Return the picture around what was drawn."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}"{TEXT_STYLE}>{drawn}</svg>'
    )


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
