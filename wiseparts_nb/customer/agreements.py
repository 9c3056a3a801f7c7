"""Performance agreements: the customer's own performance in each agreement that is running and names it (A28)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.terms import Status
from wiseparts_nb.customer.agreements_card import card
from wiseparts_nb.customer.own_agreement import CustomerAgreements, by_customer, everyone
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.widget import Behind, Widget

__all__ = ["WIDGET", "agreements", "rows"]

ROWS = f"""
with {COUNTED}
select
    counted.customer_id,
    split_part($pact_agreement, chr(30), counted.pact + 1) as agreement_id,
    counted.sold_on,
    counted.invoice_id,
    counted.amount
from counted
where counted.sold_on between counted.starts_on and counted.ends_on
"""
NO_ROWS = """
select customer_id, cast(null as text) as agreement_id, sold_on, invoice_id, net as amount from sales_lines where false
"""
_RUNNING: tuple[Status, ...] = ("active", "closing")


def agreements(source: Source) -> Answers[CustomerAgreements]:
    """Return the customer's own performance in each approved agreement that names it and whose period is running.

    Actual: its sales that count for the agreement, from the period's first day to ``as_of``, in the agreement's metric. Expected by
    now: reference target x elapsed share of the period's calendar days; where the customers are pooled, the customer's part of that.
    Projection and chances as on the agreement's own page. An agreement runs until its days of grace are over. None where none
    names the customer.
    """
    found = source.once("agreements", lambda: by_customer(source, _running(source)))
    return source.combined(found.get)


def rows(source: Source) -> Behind:
    """Return the query of the lines that count: ``amount``, in the agreement's metric, adds up to the actual."""
    running = _running(source)
    if not running:
        return Behind(source, NO_ROWS)
    values = counted_values([one.in_force for one in running])
    ids = "\x1e".join(one.agreement_id for one in running)
    scope = replace(everyone(source), customer_id=source.scope.customer_id)
    asked = source if scope == source.scope else source.scoped(scope)
    return Behind(asked, ROWS, values | {"pact_agreement": ids})


def _running(source: Source) -> tuple[Agreement, ...]:
    """The agreements that run, of the customer in scope or of all; none where no store was ever written."""
    from wiseparts_nb.agreements.register import (
        open_register,
    )  # a store costs a tenth of a second to import

    register, customer_id = open_register(source.settings), source.scope.customer_id
    found: Iterable[Agreement] = (
        register.all() if customer_id is None else register.of_customer(customer_id)
    )
    return tuple(
        one for one in found if one.approved and one.approved.status(source.as_of) in _RUNNING
    )


WIDGET = Widget(
    "agreements",
    agreements,
    card,
    rows,
    "agreements",
    ("sales_lines",),
    prospects=False,
    kept=False,
)
