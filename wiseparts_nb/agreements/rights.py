"""Who may do what to an agreement: write one, decide on one, and see its amounts. The kernel asks here whatever a page offered."""

from __future__ import annotations

from wiseparts_nb.access import Reader
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.errors import AccessError

__all__ = ["may_decide", "may_see", "may_write", "require_decide", "require_write"]

_DECIDING = ("administrator", "analyst", "manager")


def may_write(reader: Reader) -> bool:
    """Whether a reader may draft, copy and change agreements: everybody but a manufacturer's user."""
    return reader.kind != "manufacturer"


def may_decide(reader: Reader) -> bool:
    """Whether a reader may approve, reopen and remove: managers and analysts, and who holds the right to administer."""
    return may_write(reader) and (reader.kind in _DECIDING or reader.may("administer"))


def may_see(reader: Reader, terms: Terms) -> bool:
    """Whether a reader may see an agreement's amounts: those in margin only with the right to see margins."""
    return terms.metric != "margin" or reader.may("see_margin")


def require_write(reader: Reader) -> None:
    """Refuse to write for who may not.

    Raises
    ------
    AccessError
        The reader works for a manufacturer.
    """
    if not may_write(reader):
        raise AccessError(
            f"{reader.name} ({reader.user_id}) works for a manufacturer, who reads agreements and does not write them. Ask the account's owner."
        )


def require_decide(reader: Reader) -> None:
    """Refuse to approve, reopen or remove for who may not.

    Raises
    ------
    AccessError
        The reader is no manager and holds no right to administer.
    """
    if not may_decide(reader):
        raise AccessError(
            f"{reader.name} ({reader.user_id}) may not approve, reopen or remove an agreement: it takes a manager or the right 'administer'. Ask one of them."
        )
