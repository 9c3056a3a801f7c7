"""What a card says: everything in it that can be shown, in every language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from wiseparts_nb.card import Card, from_json, to_json
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.text import Value

__all__ = ["check", "plain", "sayings"]

_VALUES = tuple(kind for kind in get_args(Value) if kind is not str)
_OPEN = re.compile(r"\{\w*\}|\*\*")
"""What a sentence that was not filled in would still hold."""


def check(card: Card) -> dict[Language, list[str]]:
    """Return what a card says by language; every value must have words, and the card must survive its way through JSON."""
    assert from_json(json.loads(json.dumps(to_json(card)))) == card
    return {language: _said(card, Locale(language, zone="Europe/Paris")) for language in LANGUAGES}


def plain(sayings: list[str]) -> list[str]:
    """Return sayings with common spaces, for a test that is not about them."""
    return [said.replace("\u00a0", " ").replace("\u202f", " ") for said in sayings]


def sayings(card: Card, language: Language = "en") -> list[str]:
    """Return what a card says in one language with common spaces, after checking it in all."""
    return plain(check(card)[language])


def _said(card: Card, locale: Locale) -> list[str]:
    found: list[str] = []
    for value in _values(card):
        shown = locale.show(value)
        from_data = any(_OPEN.search(own) for own in _literals(value))
        assert from_data or not _OPEN.search(shown), shown
        found.append(shown)
    return found


def _values(part: object) -> Iterator[Any]:
    """Yield the outermost values of a tree of dataclasses, tuples and mappings, in order."""
    if isinstance(part, _VALUES):
        yield part
        return
    for inner in _inside(part):
        yield from _values(inner)


def _literals(part: object) -> list[str]:
    """Return the data's own words within a value."""
    if isinstance(part, str):
        return [part]
    return [one for inner in _inside(part) for one in _literals(inner)]


def _inside(part: object) -> list[object]:
    if is_dataclass(part):
        return [getattr(part, one.name) for one in fields(part) if one.name not in {"id", "type"}]
    if isinstance(part, Mapping):
        return list(part.values())
    return list(part) if isinstance(part, tuple) else []
