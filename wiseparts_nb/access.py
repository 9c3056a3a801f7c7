"""Who reads, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from getpass import getuser
from typing import Literal, get_args

from wiseparts_nb.errors import AccessError, UnknownNameError
from wiseparts_nb.scope import Scope

__all__ = ["KINDS", "RIGHTS", "Kind", "Reader", "Right", "machine_reader", "rights_of"]

Kind = Literal["administrator", "analyst", "manager", "manufacturer", "sales_rep", "validator"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Right = Literal["administer", "export", "see_margin", "show_all_sales", "validate_proposals"]
RIGHTS: tuple[Right, ...] = get_args(Right)


@dataclass(frozen=True)
class Reader:
    """A person who reads, for as long as a page or a report is made for them.

    What it decides today: through which wholesaler a manufacturer's user sees the customers' sales, and whether they may
    combine all (``show_all_sales``); whether margins are shown (``see_margin``) and files handed out (``export``). It does
    not yet narrow rows: every reader is shown every customer.

    Attributes
    ----------
    user_id
        As ``users`` has it; of the one person of a machine ``local:`` and their name, which no user id looks like.
    name
        To be shown.
    wholesaler_ids
        Through which a manufacturer's user may look, the usual one first; of others the one that they work for, or none.
    """

    user_id: str
    name: str
    kind: Kind
    wholesaler_ids: tuple[str, ...] = ()
    rights: frozenset[Right] = frozenset()

    def may(self, right: Right) -> bool:
        """Whether the reader holds a right."""
        return right in self.rights

    def require(self, right: Right) -> None:
        """Refuse what the reader has no right to.

        Raises
        ------
        AccessError
            They do not hold it; the message names both and who can change that.
        """
        if not self.may(right):
            raise AccessError(
                f"{self.name} ({self.user_id}) does not hold the right {right!r}. Ask who administers the users."
            )

    def scope(
        self,
        customer_id: str | None = None,
        *,
        wholesaler_id: str | None = None,
        all_sales: bool = False,
    ) -> Scope:
        """Return whose numbers this reader is shown, which is checked here whatever a page sent.

        A manufacturer's user sees sales through the wholesaler that they selected, the first of theirs by default, or all
        of them combined. Everybody else sees a customer's sales through whichever wholesaler.

        Raises
        ------
        AccessError
            ``all_sales`` without the right to it, or no wholesaler is known of a manufacturer's user.
        UnknownNameError
            The wholesaler is none of theirs.
        """
        if all_sales:
            self.require("show_all_sales")
        if self.kind != "manufacturer":
            return Scope(customer_id, wholesaler_id, all_sales)
        if not self.wholesaler_ids:
            raise AccessError(
                f"{self.name} ({self.user_id}) sees sales through a wholesaler, and none is known of them. Set users.wholesaler_id."
            )
        selected = wholesaler_id or self.wholesaler_ids[0]
        if selected not in self.wholesaler_ids:
            raise UnknownNameError("wholesaler", selected, self.wholesaler_ids)
        return Scope(customer_id, selected, all_sales)


def machine_reader() -> Reader:
    """Return the one person of a machine, who may do everything with the data that lie on it."""
    try:
        name = getuser()
    except (KeyError, OSError):  # a container's user without a name
        name = "analyst"
    return Reader(f"local:{name}", name, "analyst", (), frozenset(RIGHTS))


def rights_of(text: str | None) -> frozenset[Right]:
    """Return the rights that ``users.rights`` lists, with commas between them.

    Raises
    ------
    UnknownNameError
        One of them is no right, so nobody can know what was meant to be allowed.
    """
    words: Iterable[str] = (word.strip() for word in (text or "").split(","))
    return frozenset(_right(word) for word in words if word)


def _right(word: str) -> Right:
    if word not in RIGHTS:
        raise UnknownNameError(
            "right", word, RIGHTS, way_out="Correct users.rights and load again."
        )
    return word
