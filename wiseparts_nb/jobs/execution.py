"""A notebook run from its first cell to its last, in a process of its own."""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wiseparts_nb.errors import RunError
from wiseparts_nb.quick_imports import skip_slow_imports

__all__ = ["ENGINE", "executed", "prepared"]

ENGINE = "nbclient"
"""papermill's engine that runs a notebook; any other that is installed may be named here."""

_END = "application/vnd.wiseparts.end+json"
_END_CELL = (
    f"from IPython.display import display as _display\n_display({{{_END!r}: {{}}}}, raw=True)"
)


def prepared(notebook: Path, parameters: Mapping[str, Any]) -> Any:
    """Return a notebook with its parameters filled in and a last cell that says the end was reached."""
    skip_slow_imports()
    import nbformat
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    loaded = load_notebook_node(str(notebook))
    loaded.metadata.setdefault(
        "kernelspec", {"name": "python3", "display_name": "Python 3", "language": "python"}
    )
    filled = parameterize_notebook(loaded, dict(parameters), engine_name=ENGINE)
    filled.cells.append(nbformat.v4.new_code_cell(_END_CELL, metadata={"papermill": {}}))
    for number, cell in enumerate(filled.cells):
        cell["id"] = (
            f"cell-{number}"  # papermill draws them: two runs over the same data shall give the same bytes
        )
    return filled


def executed(notebook: Any, *, folder: Path, scratch: str) -> None:
    """Run a prepared notebook in place, with ``folder`` as its working folder; ``scratch`` begins the name of a temporary one.

    The notebook's own account of itself is not believed: a cell that calls ``sys.exit(0)`` or a kernel that dies leaves it
    "completed". It is whole when its last cell has spoken.

    Raises
    ------
    RunError
        A cell failed, or the notebook stopped before its end.
    """
    skip_slow_imports()
    from nbclient.exceptions import DeadKernelError
    from papermill.engines import papermill_engines

    logging.getLogger("papermill").setLevel(
        logging.CRITICAL
    )  # what goes wrong is told in the report's result
    sockets = tempfile.mkdtemp(prefix=scratch)
    try:
        papermill_engines.execute_notebook_with_engine(
            ENGINE,
            notebook,
            papermill_engines.nb_kernel_name(ENGINE, notebook),
            output_path=None,
            progress_bar=False,
            autosave_cell_every=0,
            config=_kernel_settings(sockets),
            extra_arguments=["--HistoryManager.enabled=False"],
            shutdown_kernel="immediate",
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )
    except DeadKernelError:
        raise RunError(f"The kernel died {_place(notebook)}.") from None
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
    _refuse_errors(notebook)
    last = notebook.cells.pop()
    if not any(_END in output.get("data", {}) for output in last.outputs):
        raise RunError("The notebook stopped before its end: its last cell was never run.")
    for part in (notebook, *notebook.cells):
        part.metadata.pop("papermill", None)  # times and paths of this machine


def _kernel_settings(sockets: str) -> Any:
    """Let the kernel talk over files of a temporary folder: two kernels that start at once never want the same port."""
    from traitlets.config import Config

    if sys.platform == "win32":
        return Config()
    return Config(
        {
            "KernelManager": {
                "transport": "ipc",
                "connection_file": str(Path(sockets) / "kernel.json"),
            }
        }
    )


def _refuse_errors(notebook: Any) -> None:
    for number, cell in _code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "error" and not _allowed(cell):
                said = str(output.evalue).strip().splitlines()
                raise RunError(
                    f"Code cell {number}: {output.ename}: {said[0] if said else 'no message'}"
                )


def _allowed(cell: Any) -> bool:
    return "raises-exception" in cell.metadata.get("tags", ())


def _place(notebook: Any) -> str:
    started = [
        number
        for number, cell in _code_cells(notebook)
        if cell.metadata.papermill.get("start_time")
    ]
    return f"in code cell {started[-1]}" if started else "before the first cell"


def _code_cells(notebook: Any) -> list[tuple[int, Any]]:
    """Return code cells with the numbers that the author sees: the filled-in one is not counted."""
    own = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", ())
    ]
    return list(enumerate(own, start=1))
