"""Whose numbers: one customer or all, through which wholesaler."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Scope"]


@dataclass(frozen=True)
class Scope:
    """Whose numbers are asked for.

    ``customer_id`` None is every customer. ``all_sales`` counts a customer's sales through every wholesaler, matched by tax
    number; otherwise only those under the customer's own id, and through ``wholesaler_id`` where one is selected.
    """

    customer_id: str | None = None
    wholesaler_id: str | None = None
    all_sales: bool = False

    @property
    def plain(self) -> bool:
        """Whether each customer's own rows are asked for, through whichever wholesaler."""
        return self.wholesaler_id is None and not self.all_sales
