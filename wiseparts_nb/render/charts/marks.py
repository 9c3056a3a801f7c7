"""The few marks that all charts are made of, and the templates that carry them: the only module that imports Altair.

A template is built and compiled once per recipe and kept; a chart is that template with its rows and scales swapped in, which
takes well under a millisecond, where an Altair chart takes tens to build. Marks lie on planes: their rows hold data units, the
plane's scales put them in place. Words lie on the plane ``PAGE``, in px, and are formatted in Python: there's no d3
format anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from math import floor
from typing import Any, Literal, TypeAlias, cast

from wiseparts_nb.errors import InputError
from wiseparts_nb.locale import Locale
from wiseparts_nb.quick_imports import skip_slow_imports
from wiseparts_nb.render.charts.conversion import converted
from wiseparts_nb.render.fonts import Weight, legible
from wiseparts_nb.render.svg import with_words
from wiseparts_nb.render.theme import vega_config

skip_slow_imports()
import altair as alt  # noqa: E402

__all__ = [
    "PAGE", "WORDS", "Drawing", "Layers", "Medium", "Plane", "Rows", "Template", "area", "hairline", "hovering", "label",
    "line", "picture", "picture_spec", "plane", "point", "rect", "register_theme", "rule", "template", "text", "var",
]  # fmt: skip

Medium: TypeAlias = Literal["html", "print", "phone"]
"""html: a page; print: A4; phone: the narrow page, with shorter words."""

Rows: TypeAlias = list[dict[str, Any]]

PAGE = "page"
"""The plane of px, origin at the upper left."""

WORDS = "labels"
"""The table of a drawing's words."""


@dataclass(frozen=True)
class Plane:
    """Where data lie: ``x_low`` to ``x_high`` between the pixels ``left`` and ``right``, the same upwards."""

    x_low: float
    x_high: float
    left: float
    right: float
    y_low: float
    y_high: float
    bottom: float
    top: float

    def x(self, value: float) -> float:
        """Px from the left."""
        return self.left + (value - self.x_low) / (self.x_high - self.x_low) * (
            self.right - self.left
        )

    def y(self, value: float) -> float:
        """Px from the top."""
        return self.bottom + (value - self.y_low) / (self.y_high - self.y_low) * (
            self.top - self.bottom
        )


def rect(rows: str) -> alt.Chart:
    """Rectangles from (x, y) to (x2, y2) with a ``fill`` and a ``stroke``; ``about`` is their title on hover, or empty."""
    mark = alt.Chart(alt.NamedData(rows)).mark_rect(strokeWidth=1, aria=True)
    return mark.encode(
        x2=alt.X2("x2:Q"),
        y2=alt.Y2("y2:Q"),
        fill=_own("fill"),
        stroke=_own("stroke"),
        description=alt.Description("about:N"),
    )


def rule(rows: str, *, width: float = 1) -> alt.Chart:
    """Straight lines from (x, y) to (x2, y2) in a colour ``fill``."""
    mark = alt.Chart(alt.NamedData(rows)).mark_rule(strokeWidth=width)
    return mark.encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), color=_own("fill"))


def line(rows: str, *, colour: str, width: float, dash: Sequence[float] | None = None) -> alt.Chart:
    """One broken line through (x, y), in the order of x."""
    dashed: dict[str, Any] = {"strokeDash": list(dash), "strokeCap": "butt"} if dash else {}
    return alt.Chart(alt.NamedData(rows)).mark_line(color=var(colour), strokeWidth=width, **dashed)


def area(rows: str, *, colour: str) -> alt.Chart:
    """One area between y and y2."""
    return alt.Chart(alt.NamedData(rows)).mark_area(color=var(colour)).encode(y2=alt.Y2("y2:Q"))


def point(rows: str, *, size: float) -> alt.Chart:
    """Points of ``size`` square px with a ``shape``, a ``fill`` and a ``stroke``."""
    mark = alt.Chart(alt.NamedData(rows)).mark_point(size=size, strokeWidth=2)
    return mark.encode(
        fill=_own("fill"), stroke=_own("stroke"), shape=alt.Shape("shape:N", scale=None)
    )


def text() -> alt.Chart:
    """The words, made by :func:`label`; always on ``PAGE``, always on top."""
    own: dict[str, Any] = {
        name: alt.ExprRef(f"datum.{name}") for name in ("align", "fontSize", "fontWeight")
    }
    mark = alt.Chart(alt.NamedData(WORDS)).mark_text(baseline="alphabetic", **own)
    return mark.encode(text=alt.Text("text:N"), color=_own("fill"))


def _own(field: str) -> Any:
    """The colour that a row names itself."""
    return alt.Color(f"{field}:N", scale=None, legend=None)


def var(token: str) -> str:
    """A colour by its token, whatever the reader's scheme."""
    return f"var(--{token})"


def hovering(locale: Locale, medium: Medium) -> Locale | None:
    """Return the locale where a reader can hover over a mark, and None on paper."""
    return None if medium == "print" else locale


def hairline(x: tuple[float, float], y: tuple[float, float], token: str) -> dict[str, Any]:
    """Return the row of a line of 1 px in px from the upper left, laid on whole pixels so that it is sharp."""
    x2, y2 = ((at[0], at[1]) if at[0] != at[1] else (floor(at[0]) + 0.5,) * 2 for at in (x, y))
    return {"x": x2[0], "x2": x2[1], "y": y2[0], "y2": y2[1], "fill": var(token)}


def label(  # one argument a property of a text
    words: str,
    at: tuple[float, float],
    *,
    fill: str = "ink3",
    align: Literal["left", "center", "right"] = "left",
    weight: Weight = 400,
    size: int = 11,
) -> dict[str, Any]:
    """Return the row of a text in px from the upper left; y is its base line."""
    look = {"fill": var(fill), "align": align, "fontWeight": weight, "fontSize": size}
    return {"text": legible(words), "x": at[0], "y": at[1], **look}


@dataclass(frozen=True)
class Layers:
    """Marks that share the scales of a plane, as Vega-Lite; ``numbers`` are the scales' ends, which come with the data."""

    layer: dict[str, Any]
    numbers: tuple[str, ...]


def plane(name: str, *marks: alt.Chart) -> Layers:
    """Return marks laid on a plane, the lowest first."""
    x = alt.X("x:Q", scale=_scale(name, "x_low", "x_high", "left", "right"), axis=None, stack=None)
    y = alt.Y("y:Q", scale=_scale(name, "y_low", "y_high", "bottom", "top"), axis=None, stack=None)
    # Altair makes each mark; it would copy them all at every step of putting them together, which takes most of the time.
    layers = [mark.encode(x=x, y=y).to_dict(validate=False) for mark in marks]
    numbers = () if name == PAGE else tuple(f"{name}_{end}" for end in Plane.__dataclass_fields__)
    return Layers(
        {"layer": [{part: one[part] for part in ("data", "mark", "encoding")} for one in layers]},
        numbers,
    )


def _scale(name: str, *ends: str) -> alt.Scale:
    """A plain linear scale between two named numbers and two named pixels; on the page, pixels are the data."""
    low, high, start, end = (
        (0, 1, 0, 1) if name == PAGE else (alt.ExprRef(f"{name}_{end}") for end in ends)
    )
    return alt.Scale(domain=[low, high], range=[start, end], nice=False, zero=False)


@dataclass(frozen=True)
class Template:
    """A recipe without its values, as Vega-Lite and (on first use) compiled to Vega without its words."""

    spec: dict[str, Any]

    @cached_property
    def vega(self) -> dict[str, Any]:
        """The compiled specification, for marks other than text; :func:`with_words` writes those."""
        compiled = json.loads(converted("vegalite_to_vega", self.spec))
        return compiled | {"marks": [mark for mark in compiled["marks"] if mark["type"] != "text"]}


def template(*layers: Layers) -> Template:
    """Return the template of a recipe, the lowest plane first."""
    return Template(
        {
            "$schema": alt.SCHEMA_URL,
            "config": vega_config(),
            "autosize": "none",
            "padding": 0,
            "params": [
                {"name": number, "value": 1} for group in layers for number in group.numbers
            ],
            "layer": [group.layer for group in layers],
            "resolve": {"scale": {"x": "independent", "y": "independent"}},
        },
    )


@dataclass(frozen=True)
class Drawing:
    """A chart: a template, its size in px, its tables of rows by name, and its planes."""

    template: Template
    width: float
    height: float
    rows: Mapping[str, Rows]
    planes: Mapping[str, Plane]

    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification, whole."""
        base, numbers = self.template.spec, self._numbers()
        params = [{**param, "value": numbers[param["name"]]} for param in base["params"]]
        size = {"width": self.width, "height": self.height}
        return {**base, **size, "params": params, "datasets": dict(self.rows)}

    def svg(self) -> str:
        """The picture, with CSS variables."""
        base, numbers = self.template.vega, self._numbers()
        tables = [
            {**table, "values": self._legible(table["name"])}
            if table["name"] in self.rows
            else table
            for table in base["data"]
        ]
        signals = [
            {**signal, "value": numbers[signal["name"]]} for signal in base.get("signals", [])
        ]
        size = {"width": self.width, "height": self.height}
        vega = {**base, **size, "data": tables, "signals": signals}
        return with_words(converted("vega_to_svg", vega), self.rows[WORDS])

    def _legible(self, table: str) -> Rows:
        if table == WORDS:
            return []
        return [
            row | {"about": legible(row["about"])} if "about" in row else row
            for row in self.rows[table]
        ]

    def _numbers(self) -> dict[str, float]:
        return {
            f"{name}_{end}": value
            for name, place in self.planes.items()
            for end, value in asdict(place).items()
        }


def picture(spec: Mapping[str, Any], width: float) -> str:
    """Return an analyst's specification as SVG.

    Raises
    ------
    InputError
        Vega-Lite refuses the specification, or it reads data from an address.
    """
    try:
        return converted("vegalite_to_svg", picture_spec(spec, width))
    except ValueError as error:
        raise InputError(
            f"This chart cannot be drawn: {' '.join(str(error).split())[:300]}. A picture is a Vega-Lite specification, "
            "as chart.to_dict() gives it, with its data inside: read the data in Python, not from an address.",
        ) from error


def register_theme() -> None:
    """Make ``wiseparts`` the theme of the charts that an analyst builds in this process from now on."""
    alt.theme.register("wiseparts", enable=True)(_theme)


def _theme() -> alt.theme.ThemeConfig:
    return cast("alt.theme.ThemeConfig", {"config": vega_config()})


def picture_spec(spec: Mapping[str, Any], width: float) -> dict[str, Any]:
    """Return an analyst's specification under the theme; what it sets itself wins, but a "container" gets ``width``.

    Links are left out: a picture has none, and an address that Vega refuses would fail the next chart too.
    """
    own = _without_links(spec)
    config = vega_config()
    for name, value in own.pop("config", {}).items():
        themed = config.get(name)
        config[name] = (
            {**themed, **value} if isinstance(themed, dict) and isinstance(value, dict) else value
        )
    single = "mark" in own or "layer" in own
    if not single or own.get("width", "container") != "container":
        return {**own, "config": config}
    fitted = {"autosize": {"type": "fit-x", "contains": "padding"}}
    return {**fitted, **own, "config": config, "width": width}


def _without_links(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_links(inner) for name, inner in value.items() if name != "href"}
    return [_without_links(inner) for inner in value] if isinstance(value, list) else value
