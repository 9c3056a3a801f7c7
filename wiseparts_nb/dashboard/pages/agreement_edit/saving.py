"""When a draft was saved, as the page says it beside its heading."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Text

__all__ = ["saved_words"]


def saved_words(visit: Visit, agreement: Agreement) -> Text:
    """Return that a draft was saved, and at which time of the reader's day."""
    local = agreement.changed_at.replace(tzinfo=UTC).astimezone(ZoneInfo(visit.locale.zone))
    return Text("agreement_edit.saved", {"time": f"{local:%H:%M}"})
