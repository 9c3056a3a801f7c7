"""Terms as a form has them: what was typed becomes values, and what is no value yet is kept as it was typed.

``written`` holds the latter by field. Of tiers it holds all rows once one of them is unreadable, the readable ones marked with
``=`` and without any language's marks: so a row keeps its place, and a colleague reads its numbers in their own language.
``find.<list>`` is what was typed to search for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from wiseparts_nb.agreements.problems import Problem, problems, unknown_names
from wiseparts_nb.agreements.terms import INTERVALS, METRICS, SCOPES, Notices, Terms
from wiseparts_nb.agreements.tiers import BASES, Tier
from wiseparts_nb.locale import Locale
from wiseparts_nb.reading import (
    Unread,
    read_day,
    read_number,
    read_percent,
    typed_day,
    typed_number,
    typed_percent,
)
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Number, Text

__all__ = ["LISTS", "STEPS", "fields_of", "left", "row_count", "step_of", "terms_of"]

STEPS = ("set_up", "tiers", "options", "notifications", "check")
LISTS = ("customers", "brands", "families", "branches")
"""Fields of many values, which are searched for."""
_STEP_OF = {
    **dict.fromkeys(("description", "metric", "starts_on", "ends_on", "customers", "observations"), 1),
    **dict.fromkeys(("tiers", "tier_basis", "reference_tier"), 2),
    **dict.fromkeys(("brands", "families", "branches", "scope", "grace_days"), 3),
    **dict.fromkeys(("recipients", "interval"), 4),
}  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "metric": METRICS,
    "tier_basis": BASES,
    "scope": SCOPES,
    "interval": INTERVALS,
}
_DAYS = ("starts_on", "ends_on")
_READ = "="


@dataclass(frozen=True)
class _Row:
    """A tier as it was typed: each of its two parts read, or not."""

    threshold: Decimal | Unread
    bonus_rate: Decimal | Unread
    typed: tuple[str, str]

    @property
    def tier(self) -> Tier | None:
        if isinstance(self.threshold, Unread) or isinstance(self.bonus_rate, Unread):
            return None
        return Tier(self.threshold, self.bonus_rate)

    def kept(self, at: int) -> dict[str, str]:
        parts = zip(
            ("threshold", "bonus_rate"), (self.threshold, self.bonus_rate), self.typed, strict=True
        )
        return {
            f"tiers.{at}.{name}": typed if isinstance(value, Unread) else f"{_READ}{value}"
            for name, value, typed in parts
        }


def step_of(field: str) -> int:
    """Return the step (from 1) that a field stands in: ``tiers.2.threshold`` and ``find.customers`` too."""
    name = field.removeprefix("find.").partition(".")[0]
    return _STEP_OF.get(name, 1)


def row_count(terms: Terms, written: Mapping[str, str]) -> int:
    """Return how many tiers the form shows: one at least."""
    rows = {int(name.split(".")[1]) for name in written if name.startswith("tiers.")}
    return max(len(terms.tiers), 1, *rows)


def fields_of(terms: Terms, written: Mapping[str, str], locale: Locale) -> dict[str, str]:
    """Return what each field of the form shows, in the reader's language."""
    shown = {
        "description": terms.description,
        "metric": terms.metric,
        "starts_on": typed_day(terms.starts_on) if terms.starts_on else "",
        "ends_on": typed_day(terms.ends_on) if terms.ends_on else "",
        "observations": terms.observations,
        "tier_basis": terms.tier_basis,
        "reference_tier": str(terms.reference_tier or ""),
        "scope": terms.scope,
        "grace_days": str(terms.grace_days),
        "recipients": "\n".join(terms.notices.recipients),
        "interval": terms.notices.interval,
        **{f"find.{name}": "" for name in LISTS},
    }
    for at in range(1, row_count(terms, written) + 1):
        tier = terms.tiers[at - 1] if at <= len(terms.tiers) else None
        shown[f"tiers.{at}.threshold"] = typed_number(tier.threshold, locale) if tier else ""
        shown[f"tiers.{at}.bonus_rate"] = typed_percent(tier.bonus_rate, locale) if tier else ""
    return shown | {name: _shown(name, typed, locale) for name, typed in written.items()}


def _shown(name: str, typed: str, locale: Locale) -> str:
    if not typed.startswith(_READ) or name == "reference_tier":
        return typed.removeprefix(_READ)
    value = Decimal(typed.removeprefix(_READ))
    return (typed_percent if name.endswith("bonus_rate") else typed_number)(value, locale)


def terms_of(
    fields: Mapping[str, str], before: Terms, locale: Locale
) -> tuple[Terms, dict[str, str]]:
    """Return the terms with what a form holds, and what of it is no value yet.

    Only the fields that are given count; ``tiers`` is the number of rows. Lists of names change by themselves, not here.
    """
    changed: dict[str, Any] = {}
    written = {
        name: text
        for name in (f"find.{one}" for one in LISTS)
        if (text := fields.get(name, "").strip())
    }
    for name in ("description", "observations"):
        if name in fields:
            changed[name] = fields[name].strip()
    for name, choices in _CHOICES.items():
        if name != "interval" and fields.get(name) in choices:
            changed[name] = fields[name]
    for name in _DAYS:
        if name in fields:
            changed[name] = _day(fields[name], name, written)
    if "grace_days" in fields:
        changed["grace_days"] = _grace_days(fields["grace_days"], before, written)
    if "recipients" in fields:
        changed["notices"] = _notices(fields, before)
    if "tiers" in fields:
        changed |= _tiers(fields, locale, written)
    return replace(before, **changed), written


def _day(text: str, name: str, written: dict[str, str]) -> date | None:
    if not text.strip():
        return None
    found = read_day(text)
    if isinstance(found, Unread):
        written[name] = text
        return None
    return found


def _grace_days(text: str, before: Terms, written: dict[str, str]) -> int:
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 4:  # noqa: PLR2004  # more is no number of days
        return int(typed)
    written["grace_days"] = text
    return before.grace_days


def _notices(fields: Mapping[str, str], before: Terms) -> Notices:
    lines = fields["recipients"].replace(",", "\n").replace(";", "\n").splitlines()
    recipients = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    asked = fields.get("interval", "")
    for known in INTERVALS:
        if asked == known:
            return Notices(recipients, known)
    return Notices(recipients, before.notices.interval)


def _tiers(fields: Mapping[str, str], locale: Locale, written: dict[str, str]) -> dict[str, Any]:
    count = min(int(fields["tiers"]), 99) if fields["tiers"].isdigit() else 0
    rows = {at: _row(fields, at, locale) for at in range(1, count + 1)}
    read = [at for at, row in rows.items() if row.tier]
    asked = fields.get("reference_tier", "")
    reference = int(asked) if asked.isdigit() and int(asked) in rows else None
    if len(read) < count and (count > 1 or any(rows[1].typed)):
        for at, row in rows.items():
            written |= row.kept(at)
        if reference:
            written["reference_tier"] = f"{_READ}{reference}"
    return {
        "tiers": tuple(tier for row in rows.values() if (tier := row.tier)),
        "reference_tier": read.index(reference) + 1 if reference in read else None,
    }


def _row(fields: Mapping[str, str], at: int, locale: Locale) -> _Row:
    threshold, bonus = (
        fields.get(f"tiers.{at}.{name}", "") for name in ("threshold", "bonus_rate")
    )
    return _Row(read_number(threshold, locale), read_percent(bonus, locale), (threshold, bonus))


def left(
    terms: Terms, written: Mapping[str, str], source: Source, locale: Locale
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a draft, each field once, in the order of the steps."""
    unread = _unread(terms, written, locale)
    rows = [at for at in range(1, row_count(terms, written) + 1) if not _row_unread(at, written)]
    named = [_of_row(one, rows) for one in (*problems(terms), *unknown_names(terms, source))]
    if any(one.field.startswith("tiers.") for one in (*unread, *named)):
        named = [one for one in named if one.field not in ("tiers", "reference_tier")]
    found: dict[str, Problem] = {}
    for one in (*unread, *named):
        found.setdefault(one.field, one)
    return tuple(sorted(found.values(), key=lambda one: step_of(one.field)))


def _row_unread(at: int, written: Mapping[str, str]) -> bool:
    parts = (written.get(f"tiers.{at}.{name}", _READ) for name in ("threshold", "bonus_rate"))
    return not all(part.startswith(_READ) for part in parts)


def _of_row(problem: Problem, rows: list[int]) -> Problem:
    """Count a tier's problem by the row of the form, for rows that cannot be read are no tiers."""
    name, _, rest = problem.field.partition(".")
    if name != "tiers" or not rest:
        return problem
    at, _, part = rest.partition(".")
    args = dict(problem.words.args)
    if isinstance(below := args.get("tier"), Number):
        args["tier"] = Number(rows[int(below.value) - 1])
    return Problem(f"tiers.{rows[int(at) - 1]}.{part}", Text(problem.words.id, args))


def _unread(terms: Terms, written: Mapping[str, str], locale: Locale) -> list[Problem]:
    found: list[Problem] = []
    typed = {name: text for name, text in written.items() if not text.startswith(_READ)}
    if not terms.tiers and not any(name.startswith("tiers.") for name in written):
        typed |= {"tiers.1.threshold": "", "tiers.1.bonus_rate": ""}
    for name, text in typed.items():
        words = _unread_words(name, text, locale)
        if words:
            found.append(Problem(name, words))
    return found


def _unread_words(name: str, text: str, locale: Locale) -> Text | None:
    kind, _, rest = name.partition(".")
    if kind == "find":
        return Text("draft.find", {"value": text[:60]})
    if name == "grace_days":
        return Text("draft.grace_days", {"value": text.strip()[:60]})
    if kind == "tiers" and not text.strip():
        at, _, part = rest.partition(".")
        return Text(f"draft.{part}", {"tier": Number(int(at))})
    read = read_day(text) if name in _DAYS else _read_tier(name, text, locale)
    return read.words if isinstance(read, Unread) else None


def _read_tier(name: str, text: str, locale: Locale) -> Decimal | Unread:
    return (read_percent if name.endswith("bonus_rate") else read_number)(text, locale)
