"""The manifest remembers when each customer's last brief was made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from wiseparts_nb.jobs.manifest import Manifest, last_days, write_manifest
from wiseparts_nb.jobs.report import Made


def made_on(folder: Path, day: str, *reports: Made) -> None:
    manifest = Manifest("b", "n", "s", day, "1", day, day, str(folder / day), reports)
    write_manifest(manifest, folder / day)


def test_the_last_day_before_a_run_that_made_a_report(tmp_path: Path) -> None:
    made_on(tmp_path, "2026-09-30", Made("C-1", "done"), Made("C-2", "done"))
    made_on(tmp_path, "2026-10-31", Made("C-1", "done"), Made("C-2", "failed"))
    made_on(tmp_path, "2026-11-23", Made("C-1", "done"), Made("C-3", "done"))
    (tmp_path / "2026-10-15").mkdir()
    (tmp_path / "2026-10-15" / "manifest.json").write_text("{half", encoding="utf-8")
    before = last_days(tmp_path, date(2026, 11, 23))
    assert before == {"C-1": "2026-10-31", "C-2": "2026-09-30"}
    assert last_days(tmp_path / "nowhere", date(2026, 11, 23)) == {}
