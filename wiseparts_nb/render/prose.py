"""What stands between cards in a notebook, made safe: Markdown, tables, pictures and text as HTML without any power.

Only an allow-list of tags survives; a picture must lie in the file itself, and a link may lead to the web or to mail.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import mistune
import nh3
from markupsafe import Markup

from wiseparts_nb.render.pdf_fit import clean

__all__ = ["PICTURES", "markdown", "picture", "preformatted", "safe"]

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""Sorts of pictures that a page shows, the sharpest first."""

_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "code",
    ),
    *(
        "strong",
        "em",
        "b",
        "i",
        "u",
        "s",
        "del",
        "sup",
        "sub",
        "span",
        "div",
        "a",
        "img",
        "figure",
        "figcaption",
    ),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_CELL = {"colspan", "rowspan", "scope"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": _CELL,
    "th": _CELL,
    "ol": {"start"},
}
_OWN_PICTURE = re.compile(
    rf"data:(?:{'|'.join(map(re.escape, PICTURES))});base64,[A-Za-z0-9+/=\s]*\Z"
)
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_NAMELESS = re.compile(r"<img(?![^>]* alt=)")
_HEADING = re.compile(r"(</?)h([1-6])>")
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def safe(html: str) -> Markup:
    """Return HTML with nothing but words, tables and its own pictures; headings begin at the second level."""
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    lowered = _HEADING.sub(lambda head: f"{head[1]}h{min(max(int(head[2]), 2), 4)}>", cleaned)
    return Markup(_NAMELESS.sub('<img alt=""', lowered))  # noqa: S704  # the allow-list above


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if _OWN_PICTURE.match(value) else None
    if attribute == "href":
        return value if _LINK.match(value) else None
    return value


def markdown(text: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> Markup:
    """Return Markdown as HTML; pictures attached to the cell are put in their place."""
    for name, sorts in (attachments or {}).items():
        kind = next((kind for kind in PICTURES if kind in sorts), None)
        if kind:
            for written in {name, quote(name)}:
                text = text.replace(f"attachment:{written}", f"data:{kind};base64,{sorts[kind]}")
    return safe(_renderer()(text))


@cache
def _renderer() -> Any:
    # Escaping and the judging of addresses are nh3's, which sees what a browser would see.
    plain = mistune.HTMLRenderer(escape=False, allow_harmful_protocols=True)
    return mistune.create_markdown(renderer=plain, plugins=["table", "strikethrough"])


def picture(kind: str, content: str, name: str) -> Markup:
    """Return a picture that lies in the page itself; an SVG within ``img`` runs no script and asks for nothing.

    ``content`` is base64, or the text of an SVG.
    """
    packed = (
        base64.b64encode(content.encode()).decode()
        if kind == "image/svg+xml"
        else "".join(content.split())
    )
    return Markup('<p><img src="data:{};base64,{}" alt="{}"></p>').format(kind, packed, clean(name))


def preformatted(text: str) -> Markup:
    """Return the text of a terminal, line by line, without its colours."""
    lines = _TERMINAL.sub("", text).rstrip().splitlines()
    return (
        Markup("<pre>{}</pre>").format("\n".join(_line(line) for line in lines))
        if lines
        else Markup()
    )


def _line(line: str) -> str:
    inner = line.lstrip(" ")
    return " " * (len(line) - len(inner)) + "".join(
        char if char.isprintable() else " " for char in inner
    )
