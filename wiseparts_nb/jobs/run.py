"""A run of a batch: every report made by worker processes, then a manifest of what there is and what failed."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wiseparts_nb.jobs.batch import Batch, keys_of
from wiseparts_nb.jobs.report import Job, Made, make_report
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source

__all__ = ["Manifest", "jobs_of", "run_batch"]

LANGUAGES_OF = "select customer_id, language from customers"


@dataclass(frozen=True)
class Manifest:
    """What a run made: the batch over one snapshot, one entry per report in the batch's order."""

    batch: str
    snapshot: str
    as_of: str
    version: str
    started_at: str
    finished_at: str
    reports: tuple[Made, ...]

    @property
    def failed(self) -> tuple[Made, ...]:
        """Reports that could not be made."""
        return tuple(made for made in self.reports if made.state != "done")

    @property
    def exit_code(self) -> int:
        """0 all done, 2 some failed, 3 none made."""
        if not self.failed:
            return 0
        return 3 if len(self.failed) == len(self.reports) else 2


def jobs_of(batch: Batch, source: Source, settings: Settings, *, only: Sequence[str] = ()) -> tuple[Job, ...]:
    """Return a batch's jobs, each with everything that a worker needs; all read the one snapshot that is in use now."""
    spoken = dict(source.table(LANGUAGES_OF)[1])
    as_of = source.as_of.isoformat()
    folder = (settings.reports / batch.name / as_of).absolute()
    own = {"customer": lambda key: spoken.get(key) or settings.language}.get(batch.language, lambda _: batch.language)
    return tuple(
        Job(
            key,
            batch.notebook,
            {"customer_id": key, "as_of": as_of, "language": own(key)} | batch.parameters,
            batch.formats,
            folder,
            _environment(source, settings),
        )
        for key in keys_of(batch, source, only=only)
    )


def _environment(source: Source, settings: Settings) -> Mapping[str, str]:
    if settings.source_url is not None:
        return {"WISEPARTS_SOURCE_URL": settings.source_url}
    return {"WISEPARTS_SNAPSHOT": str(source.snapshot.path)}


def run_batch(
    batch: Batch,
    source: Source,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    workers: int = 2,
    progress: Callable[[Made], None] = lambda _: None,
    executor: Executor | None = None,
) -> Manifest:
    """Make every report of a batch; a failing one is told in the manifest and the others go on.

    ``executor`` may be any ``concurrent.futures`` executor, by default ``workers`` processes of this machine.
    """
    jobs = jobs_of(batch, source, settings, only=only)
    started_at = _now()
    made: dict[str, Made] = {}
    with _workers(executor, min(workers, len(jobs))) as pool:
        waiting = {pool.submit(make_report, job): job for job in jobs}
        for future in as_completed(waiting):
            job = waiting[future]
            error = future.exception()
            made[job.key] = Made(job.key, "failed", error=f"The worker died: {error}") if error else future.result()
            progress(made[job.key])
    reports = tuple(made[job.key] for job in jobs)
    manifest = Manifest(batch.name, source.snapshot.id, source.as_of.isoformat(), version("wiseparts-nb"), started_at, _now(), reports)
    _write(manifest, jobs[0].folder / "manifest.json")
    return manifest


@contextmanager
def _workers(executor: Executor | None, count: int) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    # spawned, not forked: threads of this process (database, progress bar) do not survive a fork
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _write(manifest: Manifest, path: Path) -> None:
    """Put the manifest in place in one step, so that a reader sees the old one or the new one."""
    half = path.with_suffix(".tmp")
    half.write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False, default=_plain), encoding="utf-8")
    os.replace(half, path)


def _plain(value: Any) -> Any:
    return dict(value)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
