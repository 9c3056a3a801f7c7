"""What is paid before a fork is paid whole, and leaves a process that may be forked."""

from __future__ import annotations

import json
import subprocess
import sys

WARM = """
import json, os, sys
from tests.render import gallery
from tests.render.sample_parts import locale, part_cards
from wiseparts_nb.card import Bullet, Course
from wiseparts_nb.locale import LANGUAGES
from wiseparts_nb.render import charts, lab
from wiseparts_nb.render.charts import ChartPart, describe, spec
from wiseparts_nb.render.html import stage
from wiseparts_nb.render.warm_up import warm_up

def threads():
    return len(os.listdir("/proc/self/task"))

before = threads()
warm_up()
started = threads() - before
known = set(sys.modules)
built = [
    one.cache_info().currsize
    for path in known
    if path.startswith(charts.__name__)
    for name, one in vars(sys.modules[path]).items()
    if name.endswith("_template")
]
compiled = len(stage._environment().cache)
for language in LANGUAGES:
    for _, part, widths in gallery.cases():
        if isinstance(part, Bullet | Course):
            charts.chart(part, locale(language), width=widths[0])
        else:
            spec(part, locale(language), width=widths[0])
        describe(part, locale(language))
    for card in part_cards(language).values():
        if not isinstance(card.parts[0], ChartPart):
            lab.bundle(card, locale(language))
print(json.dumps({
    "threads": started,
    "engine": sorted({"vl_convert", "duckdb"} & known),
    "built": built,
    "compiled": len(stage._environment().cache) - compiled,
    "loaded": sorted(set(sys.modules) - known),
}))
"""


def test_after_it_nothing_is_built_or_loaded_and_no_engine_runs():
    warmed = subprocess.run(
        [sys.executable, "-c", WARM], check=True, capture_output=True, text=True
    )
    told = json.loads(warmed.stdout)
    assert len(told["built"]) >= 7
    assert set(told.pop("built")) == {1}
    assert told == {"threads": 0, "engine": [], "compiled": 0, "loaded": []}
