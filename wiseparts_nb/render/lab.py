"""A card in a notebook: one bundle for JupyterLab, Voila, terminals, and the exporters that draw it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from wiseparts_nb.card import MIME_TYPE, Card, from_json, to_json
from wiseparts_nb.errors import InputError
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.html import card_html
from wiseparts_nb.render.html.style import notebook_style
from wiseparts_nb.render.plain import card_text
from wiseparts_nb.render.theme import HATCH, hatch_pattern

__all__ = ["bundle", "read"]


def bundle(card: Card, locale: Locale) -> dict[str, Any]:
    """Return what a cell displays: the card itself with its reader's locale, HTML and plain text.

    Raises
    ------
    ValueError
        A picture's specification is not Vega-Lite, or reads data from an address.
    """
    return {
        MIME_TYPE: to_json(card) | {"locale": asdict(locale)},
        "text/html": _html(card, locale),
        "text/plain": card_text(card, locale),
    }


def read(document: Mapping[str, Any]) -> tuple[Card, Locale]:
    """Return the card and the locale that :func:`bundle` wrote.

    Raises
    ------
    InputError
        The document is not a card of this version.
    """
    try:
        card = from_json({name: value for name, value in document.items() if name != "locale"})
        given = document.get("locale") or {}
        locale = Locale.of(
            str(given.get("language", "en")),
            currency=str(given.get("currency", "EUR")),
            zone=str(given.get("zone", "UTC")),
        )
    except (ValidationError, AttributeError, TypeError) as error:
        first = str(error).splitlines()[0]
        raise InputError(
            f"The card {document.get('name')!r} was made by another version ({first}). Run the notebook again."
        ) from error
    return card, locale


def _html(card: Card, locale: Locale) -> str:
    """The card with its style. Its hatch pattern is its own: that of another cell may be hidden, and draws nothing then."""
    drawn = card_html(card, locale)
    pattern = ""
    if HATCH in drawn:
        own = f"wp-hatch-{sha256(drawn.encode()).hexdigest()[:8]}"
        drawn = drawn.replace(f"={HATCH}", f"=url(#{own})")
        defined = hatch_pattern().replace('"wp-hatch"', f'"{own}"')
        pattern = f'<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>{defined}</defs></svg>'
    return f'<div class="wp" lang="{locale.language}"><style>{notebook_style()}</style>{pattern}{drawn}</div>'
