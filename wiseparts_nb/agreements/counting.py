"""Which sales count for an agreement: one text decides it, for one agreement, one customer's share of it, or thousands in one pass.

A line counts when its customer is one of the agreement's, and its brand, family and branch pass the filters. Credits count
negatively. Which days are read is up to the query around it, for a projection looks further back than the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.errors import InputError

__all__ = ["COUNTED", "counted_values"]

_ITEM, _ROW = "\x1f", "\x1e"
_MARKS = str.maketrans("", "", _ITEM + _ROW)
_NARROWED = {"brands": "brand_id", "families": "brand_family_id", "branches": "branch_id"}


def _column(name: str, kind: str) -> str:
    texts = f"regexp_split_to_array(nullif($pact_{name}, ''), chr(30))"
    return f"unnest({texts if kind == 'text' else f'cast({texts} as {kind}[])'}) as {name}"


def _list(name: str) -> str:
    return f"coalesce({name}, '') as {name}"


def _passes(name: str, column: str) -> str:
    """Admit a line without a value only where nothing is included by name; nothing excludes it.

    The ids of a list stand in one text with a mark on each side, and are looked for as text: to make arrays of them line by
    line took a hundred times as long.
    """
    value = f"line.{column}"
    place = "strpos(pact.{list}, chr(31) || {value} || chr(31))"
    included = place.format(list=f"{name}_in", value=value)
    excluded = place.format(list=f"{name}_out", value=value)
    return (
        f"(pact.{name}_in = '' or {included} > 0)"
        f" and (pact.{name}_out = '' or {value} is null or {excluded} = 0)"
    )


_LISTS = tuple(f"{name}_{side}" for name in _NARROWED for side in ("in", "out"))

_COLUMNS = ",\n            ".join(
    (
        _column("pact", "integer"),
        _column("metric", "text"),
        _column("starts_on", "date"),
        _column("ends_on", "date"),
        *(_column(name, "text") for name in _LISTS),
    )
)

_FILTERS = "\n      and ".join(_passes(name, column) for name, column in _NARROWED.items())

COUNTED = f"""
pact as (
    select
        pact,
        metric,
        starts_on,
        ends_on,
        cast(starts_on - interval '1 year' as date) as starts_before,
        cast(ends_on - interval '1 year' as date) as ends_before,
        cast(least(ends_on, $as_of) - interval '1 year' as date) as as_of_before,
        {", ".join(map(_list, _LISTS))}
    from (
        select
            {_COLUMNS}
    ) as bound
),
member as (
    select
        unnest(cast(regexp_split_to_array(nullif($member_pact, ''), chr(30)) as integer[])) as pact,
        unnest(regexp_split_to_array(nullif($member_customer, ''), chr(30))) as customer_id
),
counted as (
    select
        pact.pact,
        pact.starts_on,
        pact.ends_on,
        pact.starts_before,
        pact.ends_before,
        pact.as_of_before,
        line.customer_id,
        line.sold_on,
        line.invoice_id,
        line.net,
        case pact.metric
            when 'gross' then cast(line.gross as decimal(18, 3))
            when 'margin' then cast(line.margin as decimal(18, 3))
            when 'quantity' then line.quantity
            else cast(line.net as decimal(18, 3))
        end as amount
    from sales_lines as line
    join member on member.customer_id = line.customer_id
    join pact on pact.pact = member.pact
    where line.sold_on <= $as_of
      and {_FILTERS}
)
"""
"""Three common table expressions to begin a query with (``with {COUNTED} select ...``), bound by :func:`counted_values`.

``member`` has each agreement's customers. ``counted`` has a row per agreement and line that counts: ``pact`` (the agreement's
place in what was bound, from 0), ``starts_on`` and ``ends_on`` of its period, ``starts_before`` and ``ends_before`` a year earlier (29
February is then 28), ``as_of_before`` a year before ``as_of`` or the earlier end, ``customer_id``, ``sold_on``, ``invoice_id``, ``net``, and
``amount`` in the agreement's metric with three decimals (NULL where the source has none).
"""


def counted_values(terms: Sequence[Terms]) -> dict[str, str]:
    """Return the values that ``COUNTED`` binds, for agreements that have a period; nothing counts for one without customers.

    They are text, for a source remembers what it was asked: ids with a mark between them that no id holds.

    Raises
    ------
    InputError
        One has no period yet.
    """
    columns = {
        "pact": [str(at) for at in range(len(terms))],
        "metric": [one.metric for one in terms],
        "starts_on": [_day(one.starts_on) for one in terms],
        "ends_on": [_day(one.ends_on) for one in terms],
    }
    for name in _NARROWED:
        narrowings: list[Narrowing] = [getattr(one, name) for one in terms]
        columns[f"{name}_in"] = [_listed(one.include) for one in narrowings]
        columns[f"{name}_out"] = [_listed(one.exclude) for one in narrowings]
    members = [
        (str(at), one) for at, pact in enumerate(terms) for one in dict.fromkeys(pact.customers)
    ]
    return {f"pact_{name}": _ROW.join(values) for name, values in columns.items()} | {
        "member_pact": _ROW.join(at for at, _ in members),
        "member_customer": _ROW.join(one.translate(_MARKS) for _, one in members),
    }


def _listed(ids: Sequence[str]) -> str:
    """Join ids with a mark before, between and after them, so that each is found with its own two; nothing for none."""
    return "".join(_ITEM + one.translate(_MARKS) for one in ids) + _ITEM if ids else ""


def _day(day: date | None) -> str:
    if day is None:
        raise InputError(
            "The agreement has no first or last day yet. Set both, then its sales can be counted."
        )
    return day.isoformat()
