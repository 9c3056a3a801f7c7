"""An agreement from the view of one of its customers: the customer's own performance beside that of all together (A28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.performance import Performance, Standing, performances
from wiseparts_nb.agreements.terms import Notices, Status, Terms
from wiseparts_nb.scope import Scope
from wiseparts_nb.source.source import Source

__all__ = ["CustomerAgreements", "Own", "by_customer", "everyone"]


@dataclass(frozen=True)
class Own:
    """One agreement from the view of one of its customers.

    Attributes
    ----------
    own
        Where the customer itself stands. Where the customers are pooled the tiers are those of all together, and what is
        expected of the customer is its part of what is expected of all.
    together
        Where the agreement's ``customers`` stand together.
    terms
        In force; without the observations and recipients, which are nothing of the customer's.
    days_left
        From ``as_of`` to the last day; 0 on it and after it.
    """

    agreement_id: str
    version: int
    terms: Terms
    status: Status
    as_of: date
    days_left: int
    customers: int
    own: Standing
    together: Standing

    @property
    def counted(self) -> Standing:
        """Whose amount the tiers are for: that of all customers together, or the customer's own."""
        return self.together if self.terms.scope == "pooled" else self.own


@dataclass(frozen=True)
class CustomerAgreements:
    """The agreements of one customer, those that end first in front."""

    agreements: tuple[Own, ...]


def by_customer(source: Source, found: Sequence[Agreement]) -> dict[str, CustomerAgreements]:
    """Return how each customer in scope stands in agreements that were approved, all in one pass.

    What a pool reaches is more than the one in scope, so all its customers are read; what was asked is recorded with the rest.
    """
    if not found:
        return {}
    asked = replace(source, scope=everyone(source), _found={})
    owns: dict[str, list[Own]] = {}
    stand = performances(asked, [one.in_force for one in found])
    for agreement, one in zip(found, stand, strict=True):
        for share in one.shares:
            if source.scope.customer_id in (None, share.customer_id):
                owns.setdefault(share.customer_id, []).append(_own(agreement, one, share.standing))
    return {
        customer_id: CustomerAgreements(
            tuple(sorted(some, key=lambda own: (own.days_left, own.agreement_id)))
        )
        for customer_id, some in owns.items()
    }


def everyone(source: Source) -> Scope:
    """Return the scope of all customers, each with its own sales: an agreement names customers, not tax numbers."""
    return Scope(None, None if source.scope.all_sales else source.scope.wholesaler_id)


def _own(agreement: Agreement, found: Performance, own: Standing) -> Own:
    terms = found.terms
    left = (terms.ends_on - found.as_of).days if terms.ends_on else 0
    return Own(
        agreement_id=agreement.agreement_id,
        version=agreement.version,
        terms=replace(terms, observations="", notices=Notices()),
        status=found.status,
        as_of=found.as_of,
        days_left=max(left, 0),
        customers=len(found.shares),
        own=own,
        together=found.total,
    )
