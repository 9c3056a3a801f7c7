"""Imports that cost more than they give, skipped.

``jsonschema`` (which altair, nbformat, papermill, nbconvert and voila import) loads ``rfc3987_syntax`` for one string format,
``iri``, that none of their schemas uses. That module compiles a grammar at import: 1.5 s in every process. jsonschema
treats a missing checker as "this format is not checked", so the module is declared absent before the first import.
(``rfc3987``, the other way to avoid the grammar, is GPL.)
"""

from __future__ import annotations

import sys

__all__ = ["skip_slow_imports"]


def skip_slow_imports() -> None:
    """Declare ``rfc3987_syntax`` absent for this process; does nothing when it was loaded already."""
    sys.modules.setdefault("rfc3987_syntax", None)  # pyright: ignore[reportArgumentType]
