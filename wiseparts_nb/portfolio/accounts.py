"""Who the customers in scope are, and the choice that a reader makes among them: owner, region, trade, tier, town, segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from wiseparts_nb.customer.segments import segments
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Text, Value

__all__ = ["Account", "Option", "Selection", "accounts", "chosen", "options"]

CUSTOMERS = """
select asked.customer_id, asked.name, asked.kind, asked.trade, asked.tier, asked.city, asked.sales_rep_1_id as owner_id,
       owner.name as owner, area.region_id, area.name as region
from customers as asked
left join staff as owner on owner.staff_id = asked.sales_rep_1_id
left join teams as team on team.team_id = owner.team_id
left join offices as office on office.office_id = team.office_id
left join regions as area on area.region_id = office.region_id
"""


@dataclass(frozen=True)
class Account:
    """A customer as the portfolio names it; ``owner`` is the first sales representative, ``region`` that of the owner's office."""

    customer_id: str
    name: str
    kind: str
    trade: str | None
    tier: str | None
    city: str | None
    owner_id: str | None
    owner: str | None
    region_id: str | None
    region: str | None


@dataclass(frozen=True)
class Selection:
    """Which customers are looked at: each field narrows to one value of :func:`options`, None to all.

    ``limit`` is how many rows a list shows at most; None shows all.
    """

    region: str | None = None
    owner: str | None = None
    trade: str | None = None
    tier: str | None = None
    city: str | None = None
    segment: str | None = None
    limit: int | None = 5

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise InputError(
                f"A list shows at least 1 row, not {self.limit}. Leave the limit out for all."
            )


@dataclass(frozen=True)
class Option:
    """A value that a filter may take: its key, its words, and how many customers have it."""

    key: str
    words: Value
    count: int


def accounts(source: Source) -> tuple[Account, ...]:
    """Return all customers in scope, by id."""
    return source.once("accounts", lambda: _accounts(source))


def _accounts(source: Source) -> tuple[Account, ...]:
    rows = source.table(CUSTOMERS)[1]
    return tuple(sorted((Account(*row) for row in rows), key=lambda one: one.customer_id))


def _keys(source: Source) -> Mapping[str, Callable[[Account], str | None]]:
    activity = segments(source)
    return {
        "region": lambda one: one.region_id,
        "owner": lambda one: one.owner_id,
        "trade": lambda one: one.trade,
        "tier": lambda one: one.tier,
        "city": lambda one: one.city,
        "segment": lambda one: activity[one.customer_id].activity,
    }


def _words(field: str, key: str, one: Account) -> Value:
    match field:
        case "region":
            return one.region or key
        case "owner":
            return one.owner or key
        case "trade" | "tier":
            return trade_name(key) or key
        case "segment":
            return Text(f"segments.{key}")
        case _:
            return key


def options(source: Source) -> dict[str, tuple[Option, ...]]:
    """Return what each filter may be set to, the most frequent first; a filter for which the source has nothing is left out."""
    return source.once("portfolio_options", lambda: _options(source))


def _options(source: Source) -> dict[str, tuple[Option, ...]]:
    found: dict[str, tuple[Option, ...]] = {}
    for field, key_of in _keys(source).items():
        keyed = [(key, one) for one in accounts(source) if (key := key_of(one)) is not None]
        counts, named = Counter(key for key, _ in keyed), dict(keyed)
        order = sorted(counts, key=lambda key: (-counts[key], key))
        if order:
            found[field] = tuple(
                Option(key, _words(field, key, named[key]), counts[key]) for key in order
            )
    return found


def chosen(source: Source, selection: Selection) -> tuple[Account, ...]:
    """Return the customers of a selection, by id.

    Raises
    ------
    UnknownNameError
        No customer in scope has such a value; the message names the nearest one.
    """
    asked = {
        one.name: getattr(selection, one.name)
        for one in fields(selection)
        if one.name != "limit" and getattr(selection, one.name) is not None
    }
    keys = _keys(source) if asked else {}
    for field, value in asked.items():
        known = {keys[field](one) for one in accounts(source)} - {None}
        if value not in known:
            raise UnknownNameError(field, value, (one for one in known if one is not None))
    return tuple(
        one
        for one in accounts(source)
        if all(keys[field](one) == value for field, value in asked.items())
    )
