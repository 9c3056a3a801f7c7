"""How fast the customer page is, what it loads and what it costs, beside Voila as it comes on the same cards.

``python -m tests.benchmarks.test_pages_benchmark`` makes the demo company (kept in ``--folder``) and prints one table; ``make
bench`` runs it too. Five visits of each sort by a real Chromium, each figure the median; nothing is reached but this machine.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.benchmarks.page_sites import Site, ours, stock
from tests.benchmarks.page_visits import Opened, chromium, in_tabs, readers_at_once, visiting
from wiseparts_nb.customer.kept_answers import keeping_answers
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.errors import SourceError
from wiseparts_nb.settings import read_settings
from wiseparts_nb.source.snapshot import current

pytestmark = [pytest.mark.benchmark, pytest.mark.needs_chromium, pytest.mark.timeout(900)]

ROUNDS = 5
CUSTOMERS = tuple(f"C-{number:04}" for number in range(1, 13))
MANUFACTURER = "U-036"
"""A reader who may combine the sales of all wholesalers: the switch is theirs alone."""
AT_ONCE = 20
MOST_OPEN = 50
_REST_SECONDS = 1.5
"""Until the next visit: a spare kernel is ready again, and its making counts for the visit before."""
_TARGETS = {
    "first figures, cold cache": 0.4,
    "all drawn, cold cache": 1.5,
    "change of customer": 0.4,
    "refresh": 0.4,
    "show all sales": 0.4,
    "own memory of a page (USS), MB": 40,
    "20 at once, last one drawn": 6,
    "50 pages open (PSS of all), MB": 3000,
}
Figures = dict[str, float]


def measured(site: Site, browser: Browser) -> Figures:
    """Measure visits of one reader after another at either site."""
    found: Figures = {}
    with visiting(browser, site) as visit:
        found["first visit after the start"] = visit.open(CUSTOMERS[0]).drawn
        visit.leave()
    time.sleep(_REST_SECONDS)
    cold: list[Opened] = []
    warm: list[Opened] = []
    costs: list[float] = []
    for customer_id in CUSTOMERS[1 : 1 + ROUNDS]:
        with visiting(browser, site) as visit:
            with costing(site, costs):
                cold.append(visit.open(customer_id))
            visit.leave()
            with costing(site, costs):
                warm.append(visit.open(customer_id))
            visit.leave()
            time.sleep(_REST_SECONDS)
    for visits, cache in ((cold, "cold"), (warm, "warm")):
        middle = {
            name: statistics.median(asdict(one)[name] for one in visits) for name in asdict(cold[0])
        }
        found |= {
            f"first byte, {cache} cache": middle["first_byte"],
            f"frame painted, {cache} cache": middle["frame"],
            f"first figures, {cache} cache": middle["figures"],
            f"all drawn, {cache} cache": middle["drawn"],
            f"requests, {cache} cache": middle["requests"],
            f"kB over the wire, {cache} cache": middle["kilobytes"],
        }
    return found | {"processor seconds a visit": statistics.median(costs)}


@contextmanager
def costing(site: Site, costs: list[float]) -> Generator[None]:
    """Note what the server and its kernels spend on something, the preparation of the next visit included."""
    before = site.seconds()
    yield
    time.sleep(_REST_SECONDS)
    costs.append(site.seconds() - before)


def measured_actions(site: Site, browser: Browser) -> Figures:
    """Measure what a reader does on one of our pages, and the memory of its kernel before and after."""
    with visiting(browser, site) as visit:
        visit.open(CUSTOMERS[0])
        first = site.memory()
        changes = [visit.change(customer_id) for customer_id in CUSTOMERS[1:11]]
        after = site.memory()
        found = {
            "change of customer": statistics.median(changes),
            "refresh": median(lambda: visit.press("[data-act=refresh]")),
            "drawer opened": visit.drawer(),
            "own memory of a page (USS), MB": first.own / first.pages,
            "own memory after ten changes, MB": after.own / after.pages,
        }
        visit.leave()
    return found


def measured_switch(site: Site, browser: Browser) -> Figures:
    """Measure the switch that only a manufacturer's user has."""
    with visiting(browser, site) as visit:
        visit.open(CUSTOMERS[0])
        found = median(lambda: visit.press("#wp-all-sales"))
        visit.leave()
    return {"show all sales": found}


def measured_crowd(site: Site, browser: Browser | None) -> Figures:
    """Measure many readers at once; tabs of a real browser are opened only where there is one."""
    customers = [CUSTOMERS[at % len(CUSTOMERS)] for at in range(MOST_OPEN)]
    seconds, cost, memory = readers_at_once(site, customers[:AT_ONCE])
    found = {
        "20 at once, last one drawn": seconds,
        "20 at once, processor seconds each": cost,
        "20 at once, memory of each page (PSS), MB": memory.shared / AT_ONCE,
    }
    if browser is None:
        return found | {"50 pages open (PSS of all), MB": memory.whole * MOST_OPEN / AT_ONCE}
    time.sleep(_REST_SECONDS)
    _, _, memory = readers_at_once(site, customers)
    found["50 pages open (PSS of all), MB"] = memory.whole
    time.sleep(_REST_SECONDS)
    return found | {
        "20 tabs of one Chromium at once, last one drawn": in_tabs(
            browser, site, customers[:AT_ONCE]
        )
    }


def measured_ours(work: Path, snapshots: Path, browser: Browser) -> Figures:
    """Measure the project's own pages."""
    with ours(work / "ours", snapshots) as site:
        found = measured(site, browser) | measured_actions(site, browser)
        time.sleep(_REST_SECONDS)
        found |= measured_crowd(site, browser)
    with ours(work / "switch", snapshots, "--reader", MANUFACTURER) as site:
        return found | measured_switch(site, browser)


def measured_stock(work: Path, snapshots: Path, browser: Browser) -> Figures:
    """Measure Voila. Another customer or newer data are another page there, and its kernels stay: so a new server for each."""
    with stock(work / "stock", snapshots) as site:
        found = measured(site, browser)
        memory = site.memory()
        again = median(lambda: loaded_again(site, browser))
    found |= dict.fromkeys(("change of customer", "refresh"), again)
    found["own memory of a page (USS), MB"] = memory.own / memory.pages
    with stock(work / "crowd", snapshots) as site:
        return found | measured_crowd(site, None)


def loaded_again(site: Site, browser: Browser) -> float:
    """Return seconds until the next customer's page is drawn by a browser that has been there."""
    with visiting(browser, site) as visit:
        visit.open(CUSTOMERS[0])
        return visit.again(CUSTOMERS[1]).drawn


def median(measure: Callable[[], float], *, rounds: int = ROUNDS) -> float:
    """Return the middle of a few measurements."""
    return statistics.median(measure() for _ in range(rounds))


def shown(own: Figures, other: Figures) -> str:
    """Return both columns, their ratio and what is to be reached, as text."""
    head = f"{'':<50}{'ours':>10}{'Voila':>10}{'ratio':>8}{'to reach':>10}"
    note = f"Voila's {MOST_OPEN} pages are reckoned from {AT_ONCE}; another customer and newer data are a new page there."
    return "\n".join((head, *_rows(own, other), *([note] if other else [])))


def _rows(own: Figures, other: Figures) -> Iterable[str]:
    for label, value in own.items():
        beside = other.get(label)
        cells = (
            number(value),
            "" if beside is None else number(beside),
            "" if not beside or not value else f"{beside / value:.1f}x",
            f"<= {_TARGETS[label]:g}" if label in _TARGETS else "",
        )
        yield f"{label:<50}{cells[0]:>10}{cells[1]:>10}{cells[2]:>8}{cells[3]:>10}"


def number(value: float) -> str:
    """Return seconds with two decimals, what is larger as it can be read."""
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def demo_company(folder: Path) -> Path:
    """Make the demo company where it is missing."""
    try:
        current(folder)
    except SourceError:
        publish_demo(folder, prepare=keeping_answers(read_settings(snapshots=folder)))
    return folder


def compared(work: Path, snapshots: Path) -> tuple[Figures, Figures]:
    """Measure both, in one run on one machine."""
    with chromium() as browser:
        return measured_ours(work, snapshots, browser), measured_stock(work, snapshots, browser)


def test_pages_beside_voila(tmp_path: Path) -> None:
    own, other = compared(tmp_path, demo_company(tmp_path / "snapshots"))
    print("\n" + shown(own, other))
    assert own["processor seconds a visit"] < other["processor seconds a visit"] / 2
    assert own["all drawn, cold cache"] < other["all drawn, cold cache"]


def main() -> None:
    """Print the table, of both or of our own pages alone."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "wiseparts-pages-benchmark"
    )
    asked.add_argument("--ours", action="store_true", help="leave Voila out")
    options = asked.parse_args()
    snapshots = demo_company(options.folder)
    with tempfile.TemporaryDirectory(prefix="wiseparts-pages-") as work:
        if not options.ours:
            print(shown(*compared(Path(work), snapshots)))
            return
        with chromium() as browser:
            print(shown(measured_ours(Path(work), snapshots, browser), {}))


if __name__ == "__main__":
    main()
