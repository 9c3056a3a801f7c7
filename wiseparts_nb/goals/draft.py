"""A goal's terms as its form has them: what was typed becomes values, and what is no value yet is kept as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from wiseparts_nb.goals.problems import Problem, problems, unknown_names
from wiseparts_nb.goals.terms import (
    ACTIVITY_KINDS,
    MEASURES,
    PACES,
    SERVING,
    STEPS,
    GoalTerms,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.reading import Unread, read_day, read_number, typed_day, typed_number
from wiseparts_nb.source.source import Source

__all__ = ["STRETCH", "fields_of", "left", "terms_of"]

T = TypeVar("T")
STRETCH = 2
"""Fields for levels above the target."""
_CHOICES: Mapping[str, Sequence[str]] = {
    "measure": MEASURES, "serving": SERVING, "step": STEPS, "pace": PACES,
}  # fmt: skip


def fields_of(terms: GoalTerms, written: Mapping[str, str], locale: Locale) -> dict[str, str]:
    """Return what each field of one value shows, in the reader's language."""
    shown = {
        "description": terms.description,
        "observations": terms.observations,
        "starts_on": typed_day(terms.starts_on) if terms.starts_on else "",
        "ends_on": typed_day(terms.ends_on) if terms.ends_on else "",
        "target": "" if terms.target is None else typed_number(terms.target, locale),
        **{name: getattr(terms, name) for name in _CHOICES},
    }
    for at in range(1, max(STRETCH, len(terms.stretch)) + 1):
        level = terms.stretch[at - 1] if at <= len(terms.stretch) else None
        shown[f"stretch.{at}"] = "" if level is None else typed_number(level, locale)
    return shown | dict(written)


def terms_of(
    one: Callable[[str], str], many: Callable[[str], Sequence[str]], locale: Locale
) -> tuple[GoalTerms, dict[str, str]]:
    """Return the terms that a form holds, and what of it is no value yet.

    ``one`` gives the value of a field, empty where the form lacks it, ``many`` the values of ticked boxes.
    """
    written: dict[str, str] = {}

    def read(name: str, reading: Callable[[str], T | Unread]) -> T | None:
        text = one(name)
        if not text.strip():
            return None
        found = reading(text)
        if isinstance(found, Unread):
            written[name] = text
            return None
        return found

    def number(text: str) -> Decimal | Unread:
        return read_number(text, locale)

    days: dict[str, date | None] = {name: read(name, read_day) for name in ("starts_on", "ends_on")}
    target = read("target", number)
    stretch = [read(f"stretch.{at}", number) for at in range(1, STRETCH + 1)]
    chosen: dict[str, Any] = {
        name: one(name) for name, choices in _CHOICES.items() if one(name) in choices
    }
    kinds = tuple(kind for kind in ACTIVITY_KINDS if kind in many("kinds"))
    terms = GoalTerms(
        description=one("description").strip(),
        staff=tuple(dict.fromkeys(many("staff"))),
        teams=tuple(dict.fromkeys(many("teams"))),
        kinds=kinds,
        target=target,
        stretch=tuple(level for level in stretch if level is not None),
        observations=one("observations").strip(),
        **days,
        **chosen,
    )
    return terms, written


def left(
    terms: GoalTerms, written: Mapping[str, str], source: Source, locale: Locale
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a draft, each field once, in the order of the form."""
    found: dict[str, Problem] = {}
    for name, text in written.items():
        read = read_day(text) if name.endswith("_on") else read_number(text, locale)
        if isinstance(read, Unread):
            found[name] = Problem(name, read.words)
    for one in (*problems(terms), *unknown_names(terms, source)):
        found.setdefault(one.field, one)
    return tuple(sorted(found.values(), key=lambda one: _ORDER.index(one.field.partition(".")[0])))


_ORDER = ("description", "teams", "staff", "measure", "starts_on", "ends_on", "target", "stretch")
