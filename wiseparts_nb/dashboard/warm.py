"""What the warm process pays once for all pages: every import and first use that a page would pay otherwise."""

from __future__ import annotations

import anywidget  # noqa: F401  # the wire's own

from wiseparts_nb.dashboard import drawing, page, pages, wire  # noqa: F401
from wiseparts_nb.render.warm_up import warm_up

warm_up()
drawing.environment()
drawing.styles()
