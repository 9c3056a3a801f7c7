"""Terms as plain documents: JSON in the store, and YAML that a person reviews and hands back.

Amounts and rates are written as text, so that no reader makes a binary fraction of them. What a document holds is checked as a
whole, and each mistake is one sentence: which agreement, which key, its value, what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.terms import (
    INTERVALS,
    METRICS,
    SCOPES,
    Interval,
    Metric,
    Narrowing,
    Notices,
    Scope,
    Terms,
)
from wiseparts_nb.agreements.tiers import BASES, Basis, Tier
from wiseparts_nb.agreements.yaml_values import yaml_text, yaml_values
from wiseparts_nb.errors import InputError, UnknownNameError

__all__ = ["from_document", "from_yaml", "to_document", "to_yaml"]


def _decimal(value: Any) -> Any:
    """Read an amount that is text or an exact number; a binary fraction is refused, for its cents are lost already."""
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise ValueError("not exact")  # noqa: TRY004 - what pydantic takes as a refusal
    try:
        read = Decimal(value)
    except InvalidOperation:
        raise ValueError("no number") from None
    if not read.is_finite():
        raise ValueError("not finite")
    return read


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


_Amount = Annotated[Decimal, BeforeValidator(_decimal)]
_Day = Annotated[date, BeforeValidator(_day)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Tier(_Strict):
    threshold: _Amount
    bonus_rate: _Amount


class _Narrowing(_Strict):
    include: list[str] = []
    exclude: list[str] = []


class _Notices(_Strict):
    recipients: list[str] = []
    interval: Interval = "monthly"


class _Document(_Strict):
    description: str = ""
    metric: Metric = "net"
    starts_on: _Day | None = None
    ends_on: _Day | None = None
    customers: list[str] = []
    observations: str = ""
    tiers: list[_Tier] = []
    tier_basis: Basis = "retrospective"
    scope: Scope = "pooled"
    brands: _Narrowing = _Narrowing()
    families: _Narrowing = _Narrowing()
    branches: _Narrowing = _Narrowing()
    reference_tier: int | None = None
    grace_days: int = 5
    notices: _Notices = Field(default_factory=_Notices)


_MODELS: Mapping[str, type[BaseModel]] = {
    "tiers": _Tier,
    "brands": _Narrowing,
    "families": _Narrowing,
    "branches": _Narrowing,
    "notices": _Notices,
}
_IDS = 'a list of ids, each in quotes where it looks like a number: ["C-0001", "4711"]'
_NARROWED = f"the keys include and exclude, each {_IDS}"
_DAY = "a day, year-month-day: 2026-12-31, or null"
_EXPECTED = {
    "description": "text",
    "observations": "text",
    "metric": f"one of {', '.join(METRICS)}",
    "tier_basis": f"one of {', '.join(BASES)}",
    "scope": f"one of {', '.join(SCOPES)}",
    "interval": f"one of {', '.join(INTERVALS)}",
    "starts_on": _DAY,
    "ends_on": _DAY,
    "customers": _IDS,
    "include": _IDS,
    "exclude": _IDS,
    "brands": _NARROWED,
    "families": _NARROWED,
    "branches": _NARROWED,
    "tiers": "a list of tiers, each with the keys threshold and bonus_rate",
    "threshold": 'an amount with a point for decimals and no separators: "150000.00"',
    "bonus_rate": 'a fraction: "0.03" for 3 %',
    "reference_tier": "the number of a tier, counted from 1, or null",
    "grace_days": "a whole number of days, without quotes: 5",
    "notices": "the keys recipients and interval",
    "recipients": "a list of mail addresses",
}


def to_document(terms: Terms) -> dict[str, Any]:
    """Return terms as plain values that JSON and YAML have: days in ISO 8601, decimals as text.

    Raises
    ------
    InputError
        An amount is no finite number.
    """
    return _plain(asdict(terms))


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Decimal():
            if not value.is_finite():
                raise InputError(f"An amount of the agreement is {value}; it must be a number.")
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return value


def from_document(document: Any, *, named: str = "The agreement") -> Terms:
    """Return the terms of a document; keys that it leaves out are what a new draft has.

    Parameters
    ----------
    named
        The agreement, as a sentence about it begins.

    Raises
    ------
    InputError
        A key is unknown or has a value of the wrong kind. Whether the terms make sense is not looked at.
    """
    if not isinstance(document, Mapping):
        raise InputError(
            f"{named} is {_shown(document)}; expected keys and values, such as {_SOME}."
        )
    try:
        read = _Document.model_validate(document)
    except ValidationError as error:
        raise InputError(_sentence(error, named)) from None
    return Terms(
        description=read.description,
        metric=read.metric,
        starts_on=read.starts_on,
        ends_on=read.ends_on,
        customers=tuple(read.customers),
        observations=read.observations,
        tiers=tuple(Tier(one.threshold, one.bonus_rate) for one in read.tiers),
        tier_basis=read.tier_basis,
        scope=read.scope,
        brands=_narrowing(read.brands),
        families=_narrowing(read.families),
        branches=_narrowing(read.branches),
        reference_tier=read.reference_tier,
        grace_days=read.grace_days,
        notices=Notices(tuple(read.notices.recipients), read.notices.interval),
    )


_LONGEST = 60
"""Letters of a value that a message repeats."""
_SOME = "description, metric, customers and tiers"


def _narrowing(read: _Narrowing) -> Narrowing:
    return Narrowing(tuple(read.include), tuple(read.exclude))


def _sentence(error: ValidationError, named: str) -> str:
    """Tell the first mistake; of several, how many there are."""
    first, more = error.errors()[0], error.error_count() - 1
    path = [str(part + 1) if isinstance(part, int) else part for part in first["loc"]]
    keys = [part for part in first["loc"] if isinstance(part, str)]
    ending = f" There {'is' if more == 1 else 'are'} {more} more." if more else ""
    if first["type"] == "extra_forbidden":
        model = _MODELS.get(keys[-2], _Document) if len(keys) > 1 else _Document
        place = "".join(f"{part}: " for part in (".".join(path[:-1]),) if part)
        return f"{named}: {place}{UnknownNameError('key', keys[-1], model.model_fields)}{ending}"
    expected = _EXPECTED.get(keys[-1], "text")
    if first["type"] == "missing":
        return f"{named}: {'.'.join(path[:-1])} lacks {keys[-1]}; expected {expected}.{ending}"
    return f"{named}: {'.'.join(path)} is {_shown(first['input'])}; expected {expected}.{ending}"


def _shown(value: Any) -> str:
    """Return a value as a person wrote it, shortened; numbers bare and text in quotes."""
    shown = str(value) if isinstance(value, Decimal | date) else repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."


_HEAD = """\
# Agreements of the WiseParts workbench, to be reviewed, and imported by: wiseparts agreements import FILE
# Keys are fixed; an unknown one is refused. An id names the agreement that is changed; without an id, a new draft is made.
# metric: {metrics}. scope: {scopes}. tier_basis: {bases}.
# threshold: in the metric, in quotes. bonus_rate: a fraction, "0.03" is 3 %. reference_tier: counted from 1.
# customers, brands, families, branches: ids. An empty include means all of them.
"""


def to_yaml(agreements: Sequence[Agreement]) -> str:
    """Return agreements as YAML for review, their terms as they were written last."""
    head = _HEAD.format(
        metrics=", ".join(METRICS), scopes=", ".join(SCOPES), bases=", ".join(BASES)
    )
    return head + (
        "agreements:\n" + "".join(map(_entry, agreements)) if agreements else "agreements: []\n"
    )


def _entry(agreement: Agreement) -> str:
    document = to_document(agreement.terms)
    days = {name: getattr(agreement.terms, name) for name in ("starts_on", "ends_on")}
    text = yaml_text([{"id": agreement.agreement_id, **document, **days}])
    version = f", version {agreement.version}" if agreement.version else ""
    changed = f"revision {agreement.revision} of {agreement.changed_at:%Y-%m-%d %H:%M} UTC"
    return f"\n# {agreement.agreement_id}: {agreement.state}{version}, {changed}\n{text}"


def from_yaml(text: str) -> tuple[tuple[str, Terms], ...]:
    """Return the ids, ``""`` where none is written, and the terms of a file: ``agreements: [...]``, or the keys of one.

    Raises
    ------
    InputError
        It is no YAML, an id stands in it twice, or a document is wrong.
    """
    found = yaml_values(text)
    if not isinstance(found, Mapping):
        holds = "nothing" if found is None else _shown(found)
        raise InputError(f"The file holds {holds}; expected 'agreements:' with a list below.")
    entries = _entries(found)
    read = tuple(_read(place, entry) for place, entry in enumerate(entries, 1))
    _refuse_twice(agreement_id for agreement_id, _ in read)
    return read


def _entries(found: Mapping[str, Any]) -> Sequence[Any]:
    if "agreements" not in found:
        return (found,)
    if len(found) > 1:
        other = next(name for name in found if name != "agreements")
        raise InputError(
            f"The file has the key {other!r} beside 'agreements'; expected no other there."
        )
    entries = found["agreements"]
    if not isinstance(entries, list):
        raise InputError(
            f"The file: agreements is {_shown(entries)}; expected a list of agreements."
        )
    return entries


def _read(place: int, entry: Any) -> tuple[str, Terms]:
    named = f"Agreement {place} of the file"
    if not isinstance(entry, Mapping):
        return "", from_document(entry, named=named)
    agreement_id = entry.get("id")
    if agreement_id is not None and not (isinstance(agreement_id, str) and agreement_id):
        raise InputError(
            f"{named}: id is {_shown(agreement_id)}; expected an id such as A-0001, or no such key for a new agreement."
        )
    terms = {name: value for name, value in entry.items() if name != "id"}
    if agreement_id is not None:
        named = f"Agreement {agreement_id}"
    return agreement_id or "", from_document(terms, named=named)


def _refuse_twice(ids: Iterable[str]) -> None:
    seen = set[str]()
    for one in filter(None, ids):
        if one in seen:
            raise InputError(f"Agreement {one} stands in the file twice; leave it in once.")
        seen.add(one)
