"""What a served page logs goes to the server's own log: a kernel's standard error is a browser's, and that is not shown it."""

from __future__ import annotations

import logging
import os
import sys

__all__ = ["log_to_server"]


def log_to_server() -> None:
    """Send what the workbench logs in this kernel to the standard error that the kernel was started with."""
    number: int | None = getattr(sys.stderr, "_original_stdstream_copy", None)
    loggers = [logging.getLogger(name) for name in ("wiseparts", "wiseparts_nb")]
    if number is None or any(one.handlers for one in loggers):
        return
    stream = os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for one in loggers:
        one.addHandler(handler)
        one.propagate = False
