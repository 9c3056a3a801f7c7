"""Readers as the source knows them, and what a customer's page offers each."""

from __future__ import annotations

from dataclasses import dataclass

from wiseparts_nb.access import Reader, machine_reader, rights_of
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.source.source import Source

__all__ = ["AllSalesOffer", "reader_of", "show_all_sales_offer", "user_name"]

_USER = """
select users.kind, coalesce(staff.name, manufacturers.name, users.user_id) as name,
       users.wholesaler_id, users.manufacturer_id, users.rights
from users
left join staff using (staff_id)
left join manufacturers using (manufacturer_id)
where users.user_id = $user
"""
_SELLERS = """
select wholesaler_id from wholesalers
where exists (
    select 1 from sales_lines join brands using (brand_id)
    where sales_lines.wholesaler_id = wholesalers.wholesaler_id and brands.manufacturer_id = $manufacturer
)
order by wholesaler_id
"""
_THROUGH = """
select wholesaler_id, count(*) from (
    select wholesaler_id from sales_lines
    union all select wholesaler_id from orders
    union all select wholesaler_id from quotes
) as traded group by wholesaler_id
"""


@dataclass(frozen=True)
class AllSalesOffer:
    """The switch "Show all sales" on one customer's page.

    Attributes
    ----------
    offered
        True where the reader holds the right and the switch would change anything for this customer.
    wholesaler
        Name of the one through which the sales go while it is off; None where they go through several, or none is known.
    combined
        How many wholesalers it combines while it is on; 0 where the reader may not combine them.
    """

    offered: bool
    wholesaler: str | None
    combined: int


def reader_of(source: Source, user_id: str | None) -> Reader:
    """Return the reader whom ``users`` knows by an id; None or an empty one is the one person of this machine.

    A manufacturer's user looks through the wholesaler of their own row first (``users.wholesaler_id``), then through every
    other that has sold a brand of their manufacturer (``users.manufacturer_id``), by id. Anybody else has the wholesaler
    of their row, or none. Names come from ``staff``, for users from outside from ``manufacturers``.

    Raises
    ------
    UnknownNameError
        There is no such user, or they hold a right that does not exist.
    """
    if not user_id:
        return machine_reader()
    asked = source.widened()  # who reads depends on no customer
    found = asked.table(_USER, user=user_id)[1]
    if not found:
        known = (row[0] for row in asked.table("select user_id from users")[1])
        raise UnknownNameError("user", user_id, known, way_out="See the setting 'reader'.")
    ((kind, name, wholesaler, manufacturer, rights),) = found
    others = _sellers(asked, manufacturer) if kind == "manufacturer" else ()
    through = tuple(dict.fromkeys(filter(None, (wholesaler, *others))))
    return Reader(user_id, name, kind, through, rights_of(rights))


def user_name(source: Source, user_id: str) -> str:
    """Return the name to show for a user id that was written down; of one that the source does not know (any more), the id."""
    found = source.table(_USER, user=user_id)[1]
    return found[0][1] if found else user_id.removeprefix("local:")


def show_all_sales_offer(
    source: Source, reader: Reader, customer_id: str, *, wholesaler_id: str | None = None
) -> AllSalesOffer:
    """Return what "Show all sales" offers a reader for one customer, as of whichever day: sales, orders and quotes count.

    ``wholesaler_id`` is the one that a manufacturer's user selected, by default the first of theirs.

    Raises
    ------
    UnknownNameError
        There is no such customer, or the wholesaler is none of the reader's.
    AccessError
        No wholesaler is known of a manufacturer's user.
    """
    selected = reader.scope(customer_id, wholesaler_id=wholesaler_id).wholesaler_id
    off = _traded(source.narrowed(customer_id, wholesaler_id=selected))
    on = (
        _traded(source.narrowed(customer_id, all_sales=True))
        if reader.may("show_all_sales")
        else {}
    )
    through = {selected} if selected else off.keys()
    name = _name(source, *through) if len(through) == 1 else None
    return AllSalesOffer(bool(on) and on != off, name, sum(key is not None for key in on))


def _traded(source: Source) -> dict[str | None, int]:
    """Return rows by wholesaler, None for those that name none."""
    return dict(source.table(_THROUGH)[1])


def _name(source: Source, wholesaler_id: str | None) -> str | None:
    asked = "select name from wholesalers where wholesaler_id = $wholesaler"
    found = source.widened().table(asked, wholesaler=wholesaler_id)[1]
    return found[0][0] if found else None


def _sellers(source: Source, manufacturer_id: str | None) -> list[str]:
    return [row[0] for row in source.table(_SELLERS, manufacturer=manufacturer_id)[1]]
