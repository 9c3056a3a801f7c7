"""Customer information: the record, whom to call, what is agreed and what is open (C69)."""

from __future__ import annotations

from markupsafe import Markup

from wiseparts_nb.dashboard import drawer
from wiseparts_nb.dashboard.heading import customer_heading
from wiseparts_nb.dashboard.kind import Kind
from wiseparts_nb.dashboard.pages.customer import WIDGET_BLOCKS, how, link
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Text

__all__ = ["INFORMATION"]


def _heading(visit: Visit) -> Markup:
    return customer_heading(visit, kicker=Text("frame.information"))


INFORMATION = Kind(
    name="information",
    title=lambda visit: visit.name,
    heading=_heading,
    blocks=WIDGET_BLOCKS,
    link=link,
    how=how,
    drawer=drawer.details,
    files={"rows": drawer.rows},
)
