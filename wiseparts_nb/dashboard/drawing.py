"""The page around its cards, as HTML: heading, regions, states of a card that is not there, search results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wiseparts_nb.card import Card
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.kind import Block, Kind
from wiseparts_nb.dashboard.picker import found
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import (
    AccessError,
    ConflictError,
    InputError,
    SourceError,
    UnknownNameError,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.html import card_html
from wiseparts_nb.render.html.icons import icon
from wiseparts_nb.render.html.stage import Room
from wiseparts_nb.render.html.style import page_style
from wiseparts_nb.render.html.wording import said, shown
from wiseparts_nb.render.page import Span
from wiseparts_nb.render.theme import hatch_pattern
from wiseparts_nb.text import Moment, Number, Text, Words

__all__ = [
    "block",
    "card",
    "compile_templates",
    "failure",
    "fill",
    "last_shown",
    "opening",
    "options",
    "row",
    "style",
    "styles",
    "title",
    "unlinked",
]

_ROOMS: Mapping[Span, Room] = {4: "third", 6: "wide", 8: "wide", 12: "whole"}
_HEADINGS = {"drawer": "not_opened", "notice": "not_done"}
_PAGED = ("agreement", "customer")
"""What has a page of its own under a field of that name, so that the nearest one can be opened."""
_LINK = re.compile(r'(<a\b[^<>]*?) href="([^"#][^"]*)"')


@cache
def _environment() -> Environment:
    """Return the environment of the pages' templates; it escapes everything and knows no undefined value."""
    return Environment(
        loader=PackageLoader("wiseparts_nb.dashboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(template: str, locale: Locale, **values: Any) -> Markup:
    """Return a template filled with values, every one of them escaped."""
    words = {
        "show": partial(shown, locale=locale),
        "say": partial(said, locale=locale),
        "word": lambda name, /, **args: said(_text(name, args), locale),
        "plain": lambda name, /, **args: locale.text(_text(name, args)),
        "icon": icon,
        "lang": locale.language,
    }
    made = _environment().get_template(f"{template}.html.j2").render(**words, **values)
    return Markup(made)  # noqa: S704  # the templates escape


def _text(name: str, args: Mapping[str, Any]) -> Text:
    named = {key: Number(value) if isinstance(value, int) else value for key, value in args.items()}
    return Text(f"page.{name}", named)


def compile_templates() -> None:
    """Compile every template and read the styles: for a process that many pages come from."""
    for name in _environment().list_templates():
        _environment().get_template(name)
    styles()


@cache
def styles() -> str:
    """Return the style sheet of the served pages."""
    own = (files("wiseparts_nb.dashboard") / "static" / "page.css").read_text(encoding="utf-8")
    return page_style() + own


def style() -> str:
    """Return the styles and the hatch for an output among others, in JupyterLab."""
    return (
        f'<style>{styles()}</style><svg class="wp-hatches" aria-hidden="true" width="0" height="0"'
        f' style="position:absolute"><defs>{hatch_pattern()}</defs></svg>'
    )


def opening(  # what a page's first output holds, each by name
    address: Address, title: str, *, heading: str, drawer: str, comm: str, locale: Locale
) -> str:
    """Return a page's first output: its heading, the place of its drawer, and what the script needs to know."""
    made = fill(
        "opening",
        locale,
        kind=address.page,
        query=address.query,
        comm=comm,
        title=title,
        heading=Markup(heading),  # noqa: S704  # drawn by our templates
        drawer=Markup(drawer),  # noqa: S704  # as above
    )
    return str(made)


def row(drawn: Iterable[tuple[str, str]], kind: Kind) -> str:
    """Return one row of blocks; an empty one takes no room."""
    place = Markup('<div class="wp-{}" data-region="{}"{}>{}</div>')
    cells = [
        place.format(
            kind.blocks[name].span,
            name,
            Markup("") if html else Markup(" hidden"),
            Markup(html),  # noqa: S704  # drawn by our templates
        )
        for name, html in drawn
    ]
    return str(Markup('<div class="wp wp-grid wp-row">{}</div>').format(Markup().join(cells)))


def unlinked(html: str) -> str:
    """Return markup whose links only the page's script follows: JupyterLab takes those of an output for files of its own."""
    return _LINK.sub(r'\1 href="#" data-href="\2"', html)


def block(asked: Block, visit: Visit, kind: Kind) -> str:
    """Draw one block; what is hidden is empty here and told by the note on hidden widgets."""
    made = asked.draw(visit)
    if isinstance(made, Card):
        how = kind.how(visit, made.name) if kind.how else None
        more = (_of_customer(visit, asked.more[0]), asked.more[1]) if asked.more else None
        return card(
            made, visit, kind, room=_ROOMS[asked.span], how=how.href if how else "", more=more
        )
    return made if isinstance(made, Markup) else ""


def _of_customer(visit: Visit, page: str) -> str:
    return visit.address.to(page, customer=visit.customer_id).href


def card(  # where and how a card is shown, each by name
    made: Card,
    visit: Visit,
    kind: Kind,
    *,
    room: Room = "third",
    how: str = "",
    more: tuple[str, Words] | None = None,
) -> str:
    """Draw a card whose keys are links."""

    def link(key: str) -> str | None:
        address = kind.link(visit, key)
        return None if address is None else address.href

    return card_html(made, visit.locale, room=room, link=link, how=how, more=more)


def title(kind: Kind, visit: Visit | None) -> str:
    """Return the page's title in a browser's tab."""
    return f"{visit.locale.show(kind.title(visit))} · WiseParts" if visit else "WiseParts"


def options(visit: Visit, kind: Kind, text: str) -> Markup:
    """Return the customers whose name or id holds a text, as a list to choose from."""
    matches, more = found(visit, kind, text)
    return fill("options", visit.locale, matches=matches, more=more, text=text.strip())


def failure(  # what a failed card says, each by name
    error: Exception, reference: str, locale: Locale, address: Address, name: str, title: Words
) -> Markup:
    """Say in words what failed, what still holds and what to do; never a traceback, never a path."""
    named = error.what if isinstance(error, UnknownNameError) and error.what in _PAGED else ""
    nearest = (error.nearest or "") if isinstance(error, UnknownNameError) and named else ""
    return fill(
        "failure",
        locale,
        name=name,
        heading=_what_failed(name, title),
        message=_message(error, name),
        nearest=nearest,
        href=address.put(**{named: nearest}).href if nearest else "",
        reference="" if isinstance(error, InputError | AccessError) else reference,
        again=bool(title) and not isinstance(error, InputError | AccessError),
        close=address.put(open=None).href if name == "drawer" else "",
        newest=address.href if isinstance(error, ConflictError) else "",
    )


def _message(error: Exception, name: str) -> Words:
    match error:
        case UnknownNameError() if error.what in _PAGED:
            return Text(f"page.unknown_{error.what}", {"value": error.value})
        case ConflictError():
            changed = Moment(error.changed_at)
            return Text("page.conflict", {"who": error.changed_by, "at": changed})
        case InputError() | AccessError():
            return str(error) if name == "notice" else Text("page.refused", {"reason": str(error)})
        case SourceError():
            return Text("page.no_data")
        case _:
            return Text("page.failed_text")


def last_shown(html: str, at: Moment, locale: Locale) -> str:
    """Return what a block showed before it failed, and of when that is."""
    return str(fill("last", locale, at=at, html=Markup(html)))  # noqa: S704  # drawn by our templates


def _what_failed(name: str, title: Words) -> Text:
    if title:
        return Text("page.failed", {"title": title})
    return Text(f"page.{_HEADINGS.get(name, 'nothing_shown')}")
