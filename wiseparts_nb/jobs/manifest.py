"""The manifest: what a run made, what failed, and what of it is still whole. A file beside the reports."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from wiseparts_nb.jobs.report import Job, Made

__all__ = ["NAME", "Manifest", "last_days", "made_before", "write_manifest"]

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a run made of a batch over one snapshot: one entry per report, in the batch's order. Times are UTC."""

    batch: str
    notebook: str
    snapshot: str
    as_of: str
    version: str
    started_at: str
    finished_at: str
    folder: str
    reports: tuple[Made, ...]

    @property
    def failed(self) -> tuple[Made, ...]:
        """Reports that are not there: failed, or not reached before the run was ended."""
        return tuple(made for made in self.reports if made.state in ("failed", "stopped"))

    @property
    def exit_code(self) -> int:
        """0 all there, 2 some missing, 3 none there."""
        if not self.failed:
            return 0
        return 3 if len(self.failed) == len(self.reports) else 2

    def text(self) -> str:
        """Return the manifest as a JSON document."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Put the manifest in place in one step, so that a reader sees the old one or the new one.

    What an earlier run of the same snapshot made and this one was not asked for stays in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked = {made.key for made in manifest.reports}
    before = _read(folder)
    others: tuple[Made, ...] = ()
    if before is not None and before.snapshot == manifest.snapshot:
        others = tuple(made for made in before.reports if made.key not in asked)
    half = folder / f".{NAME}.{os.getpid()}"
    half.write_text(replace(manifest, reports=manifest.reports + others).text(), encoding="utf-8")
    half.replace(folder / NAME)


def made_before(jobs: tuple[Job, ...]) -> Mapping[str, Made]:
    """Return what an earlier run made of these jobs from the same inputs, where every file is still there to the byte."""
    before = _read(jobs[0].folder)
    earlier = {made.key: made for made in before.reports} if before is not None else {}
    return {
        job.key: replace(earlier[job.key], state="kept")
        for job in jobs
        if job.key in earlier and _is_whole(job, earlier[job.key])
    }


def last_days(folder: Path, before: date) -> Mapping[str, str]:
    """Return the day of each customer's last report of a batch before a day, from the manifests in the batch's folder."""
    found: dict[str, str] = {}
    for manifest in filter(None, map(_read, sorted(folder.glob("*/")))):
        if manifest.as_of < before.isoformat():
            made = (one.key for one in manifest.reports if one.state in ("done", "kept"))
            found |= dict.fromkeys(made, manifest.as_of)
    return found


def _is_whole(job: Job, made: Made) -> bool:
    suffixes = {file.name.rpartition(".")[2] for file in made.files}
    return (
        made.state in ("done", "kept")
        and made.inputs == job.inputs
        and suffixes >= set(job.formats)
        and all(_digest(job.folder / file.name) == file.sha256 for file in made.files)
    )


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _read(folder: Path) -> Manifest | None:
    """Return the manifest in a folder; None where there is none or it is not one of ours."""
    try:
        return TypeAdapter(Manifest).validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None
