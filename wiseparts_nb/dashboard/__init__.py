"""The pages that managers open: notebooks served by Voila, drawn from the same cards as everything else.

>>> from wiseparts_nb.dashboard import open_page
>>> page = open_page("customer")
>>> page                                  # who, as of when, the controls
>>> page.show("health")                   # one row of cards
>>> page.show("sales_trend", "month_projection", "due_amounts")
"""

from __future__ import annotations

from wiseparts_nb.dashboard.page import Page, open_page

__all__ = ["Page", "open_page"]
