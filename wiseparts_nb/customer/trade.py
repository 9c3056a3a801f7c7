"""Trades and tiers as readers see them: usual ones in their language, any other word of the source as it is."""

from __future__ import annotations

from wiseparts_nb.locale import messages
from wiseparts_nb.text import Text, Value

__all__ = ["trade_name"]


def trade_name(own: str | None) -> Value | None:
    """Return the words for a trade or tier of the source; None where it has none."""
    if own is None:
        return None
    known = f"trade.{own.casefold().replace(' ', '_')}"
    return Text(known) if known in messages()["en"] else own
