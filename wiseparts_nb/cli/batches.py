"""``wiseparts run``: a batch of reports."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wiseparts_nb.cli.options import AsJson, AsOf, Config, Language, Quiet, day_of, names_of
from wiseparts_nb.cli.output import say, table
from wiseparts_nb.cli.progress import progress_shown

if TYPE_CHECKING:
    from wiseparts_nb.jobs.batch import Batch
    from wiseparts_nb.jobs.manifest import Manifest
    from wiseparts_nb.jobs.report import Made

__all__ = ["run"]

LISTED = 20


def run(
    batch: Annotated[Path, typer.Argument(metavar="BATCH.yaml", help="The parameters file.")],
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="This customer or agreement only; may be repeated."),
    ] = None,
    as_of: AsOf = None,
    lang: Language = None,
    formats: Annotated[
        str | None, typer.Option(metavar="LIST", help="Of html,pdf,ipynb; default: the batch's.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Reports made at a time; default: one a core.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many reports.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the reports.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Make only what is missing or failed.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Make a batch of reports: one notebook, many customers or agreements, in HTML, PDF and as notebooks."""
    from wiseparts_nb.jobs.run import run_batch
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by a service: as by Ctrl-C
    settings = read_settings(config, **({"reports": out} if out else {}))
    asked = _batch(batch, lang=lang, formats=formats, limit=limit)
    source = open_source(settings, as_of=day_of(as_of))
    with progress_shown(quiet=quiet) as (begin, progress):
        manifest = run_batch(
            asked,
            source,
            settings,
            only=only or (),
            workers=jobs or _cores(),
            resume=resume,
            begin=begin,
            progress=progress,
        )
    say(manifest.text().rstrip()) if as_json else _summary(manifest, quiet=quiet)
    raise typer.Exit(manifest.exit_code)


def _batch(path: Path, *, lang: str | None, formats: str | None, limit: int | None) -> Batch:
    """Return the batch of a file with what the command line says instead."""
    from wiseparts_nb.errors import UnknownNameError
    from wiseparts_nb.jobs.batch import FORMATS, read_batch
    from wiseparts_nb.locale import LANGUAGES

    instead: dict[str, Any] = {}
    if lang is not None:
        if lang not in LANGUAGES:
            raise UnknownNameError("language", lang, LANGUAGES)
        instead["language"] = lang
    if formats is not None:
        instead["formats"] = names_of(formats, FORMATS, what="format")
    if limit is not None:
        instead["limit"] = limit
    return read_batch(path).model_copy(update=instead)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _summary(manifest: Manifest, *, quiet: bool) -> None:
    from wiseparts_nb.jobs.report import FAILED_FOLDER

    missing = manifest.failed
    made = [one for one in manifest.reports if one.files]
    if missing:
        rows = [(one.key, one.state, one.error) for one in missing[:LISTED]]
        table(("report", "state", "reason"), rows, title="Not made")
        if len(missing) > LISTED:
            say(f"... and {len(missing) - LISTED} more, in manifest.json")
    elif not quiet:
        rows = [(one.key, one.state, _files(one), _seconds(one)) for one in made[:LISTED]]
        table(("report", "state", "files", "seconds"), rows)
        if len(made) > LISTED:
            say(f"... and {len(made) - LISTED} more")
    new = sum(one.state == "done" for one in made)
    before = f", {len(made) - new} kept from before" if len(made) > new else ""
    failed = f", {len(missing)} not made" if missing else ""
    say(f"{new} made{before}{failed}, as of {manifest.as_of} (snapshot {manifest.snapshot})")
    if made:
        say(f"They are in {_shown(manifest.folder)}")
    kept = Path(manifest.folder) / FAILED_FOLDER
    if any(one.state == "failed" for one in missing) and kept.is_dir():
        say(f"What ran of the failed ones is in {_shown(str(kept))}")
    if any(one.state == "stopped" for one in missing):
        say("The same command with --resume makes the rest.")


def _files(made: Made) -> str:
    return " ".join(f"{file.name.rpartition('.')[2]} {_size(file.bytes)}" for file in made.files)


def _size(count: int) -> str:
    return f"{max(count // 1000, 1):,} kB"


def _seconds(made: Made) -> str:
    return "" if made.state == "kept" else f"{sum(made.seconds.values()):.1f}"


def _shown(folder: str) -> str:
    path = Path(folder)
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
