"""The command line whose pages are ended two seconds after their reader is gone, instead of thirty."""

from __future__ import annotations

import sys

from wiseparts_nb.cli import main
from wiseparts_nb.dashboard import serving

if __name__ == "__main__":
    serving.IDLE_SECONDS, serving.CULL_SECONDS = 2, 1
    sys.exit(main())
