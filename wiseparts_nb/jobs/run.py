"""A run of a batch: every report of it, over one state of the data, and a manifest of what there is and what failed."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.jobs.batch import Batch, keys_of
from wiseparts_nb.jobs.guards import alone, held_snapshot, tidy
from wiseparts_nb.jobs.manifest import Manifest, last_days, made_before, write_manifest
from wiseparts_nb.jobs.parameters import check_parameters, parameters_of
from wiseparts_nb.jobs.report import Job, Made
from wiseparts_nb.jobs.workers import made_by, made_here
from wiseparts_nb.settings import Settings, environment_of
from wiseparts_nb.source.source import Source

__all__ = ["jobs_of", "run_batch"]

LANGUAGES_OF = "select customer_id, language from customers"
_MANIFEST_SECONDS = 2.0
_NOT_SEEN = {"memory_limit", "reports", "snapshot", "snapshots", "source_url", "threads"}
"""Settings that no reader sees in a report: a change of them does not make it another report."""


def jobs_of(
    batch: Batch, source: Source, settings: Settings, *, only: Sequence[str] = ()
) -> tuple[Job, ...]:
    """Return a batch's jobs, each with everything that a worker needs; all read the state of the data that is open now.

    Raises
    ------
    WisePartsError
        A customer, agreement, parameter or value does not exist or fit; then nothing has run.
    """
    known = parameters_of(batch.notebook)
    named = f"the batch {batch.name!r}"
    check_parameters(batch.parameters, known, batch=named, subject=batch.subject)
    keys = keys_of(batch, source, only=only)
    told = _told(batch, source, settings, keys)
    environment = _environment(source, settings)
    chosen = settings.model_dump(mode="json", exclude=_NOT_SEEN)
    made_from = [_notebook_digest(batch), source.snapshot.id, _version(), chosen]
    run = f"{os.getpid()}-{secrets.token_hex(4)}"

    def job(number: int, key: str) -> Job:
        filled, state = told[key]
        parameters = {name: filled[name] for name in known if name in filled} | batch.parameters
        return Job(
            key,
            batch.notebook,
            parameters,
            batch.formats,
            (settings.reports / batch.name / source.as_of.isoformat()).absolute(),
            environment,
            _digest([*made_from, parameters, *state]),
            f"{run}/{number}",
            batch.time_limit,
        )

    return tuple(job(number, key) for number, key in enumerate(keys))


_Told = tuple[Mapping[str, str], Sequence[Any]]
"""The parameters that a run fills in for one report, and what else it is made from that changes."""


def _told(
    batch: Batch, source: Source, settings: Settings, keys: Sequence[str]
) -> Mapping[str, _Told]:
    day = {"as_of": source.as_of.isoformat()}
    if batch.subject == "agreement":
        register = open_register(settings)
        language = settings.language if batch.language in ("customer", "reader") else batch.language
        kept = {one.agreement_id: one for one in register.all()}
        return {
            key: (
                {"agreement_id": key, "language": language} | day,
                (kept[key].version, kept[key].revision),
            )
            for key in keys
        }
    last_briefs = last_days(settings.reports / batch.name, source.as_of)
    languages = dict(source.table(LANGUAGES_OF)[1]) if batch.language == "customer" else {}
    chosen = settings.language if batch.language in ("customer", "reader") else batch.language
    return {
        key: (
            {
                "customer_id": key,
                "language": languages.get(key) or chosen,
                "since": last_briefs.get(key, ""),
            }
            | day,
            (),
        )
        for key in keys
    }


def run_batch(  # noqa: PLR0913 - each a choice of its own, by name
    batch: Batch,
    source: Source,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    workers: int = 2,
    resume: bool = False,
    begin: Callable[[int], None] = lambda _: None,
    progress: Callable[[Made], None] = lambda _: None,
    executor: Executor | None = None,
) -> Manifest:
    """Make every report of a batch; a failing one is told in the manifest and the others go on.

    Parameters
    ----------
    only
        Ids of customers or agreements; the others of the batch are left out.
    resume
        Make only what is missing, failed, changed on disk, or made from other inputs.
    begin, progress
        Called once with the number of reports to make, then with each as it is done.
    executor
        Any ``concurrent.futures`` executor of processes; by default ``workers`` processes of this machine.

    Raises
    ------
    WisePartsError
        The batch cannot be run as it is stated; then nothing has run. Ctrl-C is no error: the manifest tells what was made.
    """
    with held_snapshot(source) as held:
        jobs = jobs_of(batch, held, settings, only=only)
        with alone(jobs[0].folder):
            made = dict(made_before(jobs)) if resume else {}
            missing = tuple(job for job in jobs if job.key not in made)
            begin(len(missing))
            manifest = _about(batch, held, jobs, made)
            many = made_here(missing, workers) if executor is None else made_by(executor, missing)
            written = time.monotonic()
            with tidy(jobs), closing(many), suppress(KeyboardInterrupt):
                for one in many:
                    made[one.key] = one
                    progress(one)
                    if time.monotonic() - written > _MANIFEST_SECONDS:
                        write_manifest(_with(manifest, jobs, made), jobs[0].folder)
                        written = time.monotonic()
            manifest = _with(manifest, jobs, made)
            write_manifest(manifest, jobs[0].folder)
    return manifest


def _about(batch: Batch, source: Source, jobs: Sequence[Job], made: Mapping[str, Made]) -> Manifest:
    return _with(
        Manifest(
            batch=batch.name,
            notebook=batch.notebook.name,
            snapshot=source.snapshot.id,
            as_of=source.as_of.isoformat(),
            version=_version(),
            started_at=_now(),
            finished_at="",
            folder=str(jobs[0].folder),
            reports=(),
        ),
        jobs,
        made,
    )


def _with(manifest: Manifest, jobs: Sequence[Job], made: Mapping[str, Made]) -> Manifest:
    reports = tuple(
        made.get(job.key) or Made(job.key, "stopped", error="The run was ended before it was made.")
        for job in jobs
    )
    return replace(manifest, finished_at=_now(), reports=reports)


def _environment(source: Source, settings: Settings) -> Mapping[str, str]:
    """Tell a kernel all settings, whatever its working folder, and the one state of the data that the run reads."""
    if settings.source_url is None:
        settings = settings.model_copy(update={"snapshot": source.snapshot.path})
    return environment_of(settings)


def _notebook_digest(batch: Batch) -> str:
    return sha256(batch.notebook.read_bytes()).hexdigest()


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def _version() -> str:
    return version("wiseparts-nb")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
