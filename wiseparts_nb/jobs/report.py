"""One report: run its notebook, export it, and put finished files in place, all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from wiseparts_nb.card import MIME_TYPE
from wiseparts_nb.errors import RunError
from wiseparts_nb.jobs.batch import Format
from wiseparts_nb.jobs.naming import file_stem, inside
from wiseparts_nb.quick_imports import skip_slow_imports

__all__ = ["LAST_CARD", "Job", "Made", "make_report"]

LAST_CARD = "provenance"
"""A report is whole when its last cell has shown this card; a notebook's own status cannot be trusted."""


@dataclass(frozen=True)
class Job:
    """One report to make: plain values only, so that any worker process can take it."""

    key: str
    notebook: Path
    parameters: Mapping[str, Any]
    formats: tuple[Format, ...]
    folder: Path
    environment: Mapping[str, str]
    cell_timeout: int = 120


@dataclass(frozen=True)
class Made:
    """What came of a job: its files with size and digest, or the reason why there are none. ``seconds`` by step."""

    key: str
    state: str
    files: tuple[Mapping[str, Any], ...] = ()
    error: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])


def make_report(job: Job) -> Made:
    """Make one report; whatever goes wrong inside it is told in the result, never raised."""
    seconds: dict[str, float] = {}
    job.folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".making-", dir=job.folder))
    try:
        return Made(job.key, "done", _files(job, work, seconds), seconds=seconds)
    except Exception as error:  # noqa: BLE001  # one failing report never stops its batch
        return Made(job.key, "failed", error=_reason(error), seconds=seconds)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _files(job: Job, work: Path, seconds: dict[str, float]) -> tuple[Mapping[str, Any], ...]:
    stem = file_stem(job.key)
    written: list[Path] = []
    notebook = _timed(seconds, "run", lambda: _executed(job, work))
    for kind in job.formats:
        path = work / f"{stem}.{kind}"
        if kind == "ipynb":
            shutil.copyfile(work / "executed.ipynb", path)
        else:
            path.write_bytes(_timed(seconds, kind, lambda kind=kind: _exported(kind, notebook)))
        written.append(path)
    files = tuple(_described(path) for path in written)
    for path in written:
        _sync(path)
        path.replace(inside(job.folder, path.name))
    return files


def _executed(job: Job, work: Path) -> Any:
    """Run the notebook in a kernel of its own and return it; the engine is papermill's to choose."""
    skip_slow_imports()
    import papermill

    os.environ.update(job.environment)
    notebook = papermill.execute_notebook(
        str(job.notebook),
        str(work / "executed.ipynb"),
        parameters=dict(job.parameters),
        progress_bar=False,
        autosave_cell_every=0,
        request_save_on_cell_execute=False,
        execution_timeout=job.cell_timeout,
        cwd=str(work),
    )
    if not any(MIME_TYPE in output.get("data", {}) and output["data"][MIME_TYPE].get("name") == LAST_CARD for cell in notebook.cells for output in cell.get("outputs", ())):
        raise RunError(f"The notebook stopped before its end: the card {LAST_CARD!r} was never shown.")
    return notebook


def _exported(kind: str, notebook: Any) -> bytes:
    from nbconvert.exporters import get_exporter

    body, _ = get_exporter(f"wiseparts-{kind}")().from_notebook_node(notebook)
    return body.encode("utf-8") if isinstance(body, str) else body


def _timed(seconds: dict[str, float], step: str, work: Any) -> Any:
    start = perf_counter()
    result = work()
    seconds[step] = round(perf_counter() - start, 3)
    return result


def _described(path: Path) -> Mapping[str, Any]:
    content = path.read_bytes()
    return {"name": path.name, "bytes": len(content), "sha256": sha256(content).hexdigest()}


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _reason(error: Exception) -> str:
    """Return one line: the notebook's own error where a cell failed, else what went wrong here."""
    name, value = getattr(error, "ename", None), getattr(error, "evalue", None)
    return f"{value}" if name and name.endswith("Error") and value else f"{type(error).__name__}: {error}".splitlines()[0]
