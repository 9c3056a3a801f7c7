"""What the warm process pays once for all pages: every import and first use that a page would pay otherwise.

Importing this module does it; nothing but the warm process imports it.
"""

from __future__ import annotations

from importlib import import_module

from wiseparts_nb.dashboard.drawing import compile_templates
from wiseparts_nb.render.warm_up import warm_up
from wiseparts_nb.source.schema import fingerprint, tables

__all__: list[str] = []

for name in ("anywidget", "wiseparts_nb.dashboard.page", "wiseparts_nb.dashboard.pages"):
    import_module(name)
warm_up()
compile_templates()
tables()  # asks a database in memory, which is closed before anything is forked
fingerprint()
