"""The note on hidden widgets: how many of those that the notebook shows, and why each (C56 to C59)."""

from __future__ import annotations

from wiseparts_nb.card import Card, Note
from wiseparts_nb.customer.card_states import shown
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Number, Text
from wiseparts_nb.widget import Hidden

__all__ = ["hidden_note"]


def hidden_note(visit: Visit) -> Card | None:
    """Return the note, None when nothing is hidden."""
    asked = [one for one in CATALOGUE if one.name in visit.shown]
    found = [shown(one, visit.customer) for one in asked]
    hidden = [one for one in found if isinstance(one, Hidden)]
    if not hidden:
        return None
    notes = tuple(
        Note(Text("customer.hidden_one", {"title": one.title, "reason": one.reason}))
        for one in hidden
    )
    return Card("hidden", Text("customer.hidden", {"n": Number(len(hidden))}), notes)
