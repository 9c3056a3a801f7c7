"""The sizes of a printed page, in three densities: the first that fits is taken."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ASIDE",
    "FLOWING_MONTHS",
    "FULL",
    "GUTTER",
    "HALF",
    "LEAST_MONTHS",
    "PX",
    "STYLES",
    "WIDE",
    "Style",
]

FULL = 504.57
"""Width of the text on A4 in points (178 mm), as in ``typst/theme.typ``."""
HALF = (FULL - 26) / 2
"""Width of one of two columns."""
ASIDE = 206.0
"""Width of the panel with what to do, beside the verdict."""
WIDE, GUTTER = 322.0, 22.0
"""Width of a chart that has its explanation beside it, and what parts the two."""
PX = 0.7
"""Points per pixel of a chart, so that its smallest text (11 px) prints at 7.7 points."""
LEAST_MONTHS, FLOWING_MONTHS = 190, 226
"""Pixels under which the chart of months is no longer easy to read, so that rather the text becomes smaller; and its height
where pages follow as needed."""


@dataclass(frozen=True)
class Style:
    """Sizes in points, heights of charts in pixels, and the most rows that are printed.

    ``months`` is as high as that chart gets: it gives way to what else page 1 must hold. ``last`` is True where nothing denser
    follows: what still doesn't fit is left out and named.
    """

    body: float
    small: float
    fine: float
    meeting: float
    table: float
    heading: float
    verdict: float
    figure: float
    name: float
    print: float
    leading: float
    step: float
    row: float
    gap: float
    line: float
    months: int
    path: int
    panels: int
    bars: int
    rows: int
    oldest: int
    entries: int
    findings: int
    steps: int
    last: bool = False


STYLES = (
    Style(
        body=9.0, small=8.2, fine=7.9, meeting=8.5, table=8.7, heading=10.2, verdict=13.6, figure=15.4, name=18.6, print=7.8,
        leading=0.3, step=3.7, row=4.8, gap=16.0, line=21.0,
        months=300, path=166, panels=116, bars=7, rows=5, oldest=3, entries=6, findings=4, steps=4,
    ),
    Style(
        body=8.8, small=8.0, fine=7.8, meeting=8.4, table=8.5, heading=10.0, verdict=13.0, figure=14.6, name=18.0, print=7.6,
        leading=0.28, step=3.5, row=4.4, gap=14.0, line=20.0,
        months=300, path=160, panels=104, bars=7, rows=5, oldest=3, entries=6, findings=4, steps=4,
    ),
    Style(
        body=8.4, small=7.7, fine=7.6, meeting=8.1, table=8.2, heading=9.6, verdict=12.2, figure=13.8, name=17.0, print=7.5,
        leading=0.24, step=2.8, row=3.4, gap=11.0, line=19.0,
        months=300, path=140, panels=92, bars=7, rows=5, oldest=3, entries=6, findings=4, steps=4,
    ),
    Style(
        body=8.4, small=7.7, fine=7.6, meeting=8.1, table=8.2, heading=9.6, verdict=12.2, figure=13.8, name=17.0, print=7.5,
        leading=0.24, step=2.8, row=3.4, gap=11.0, line=19.0,
        months=190, path=140, panels=92, bars=6, rows=4, oldest=2, entries=4, findings=4, steps=4,
        last=True,
    ),
)  # fmt: skip
"""Comfortable, compact, dense, and dense with shorter lists."""
