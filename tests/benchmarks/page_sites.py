"""Two servers of the same cards: ``wiseparts dashboards``, and Voila as it comes; what each costs while it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_notebook

from tests.dashboard.served import serving, wait_until

__all__ = ["CARDS", "Memory", "Site", "ours", "stock"]

CARDS = (
    "health",
    "sales_trend",
    "month_projection",
    "due_amounts",
    "last_12_months",
    "offers",
    "quotes_by_brand",
    "order_ratios",
    "activities_by_type",
    "latest_events",
    "upcoming",
    "open_quotes",
    "segments",
)
"""The widgets of the customer page, in its order."""
_OPEN = """\
import os
from urllib.parse import parse_qs
from wiseparts_nb.notebook import open_workbench
asked = parse_qs(os.environ["QUERY_STRING"])["customer"][0]
customer = open_workbench().customer(asked)"""
_SEATS = 64
_START_SECONDS = 60.0
_END_SECONDS = 20.0
_PASSED_ON = ("PATH", "LANG", "VIRTUAL_ENV", "TMPDIR")


@dataclass(frozen=True)
class Memory:
    """Memory in MB of the kernels of open pages and of the whole server.

    ``own`` is the kernels' alone, ``shared`` has their share of what is common; ``whole`` has all processes.
    """

    own: float
    shared: float
    whole: float
    pages: int


@dataclass(frozen=True)
class Site:
    """A server that runs: ``path`` is the page's, ``token`` is empty where none is asked for."""

    name: str
    pid: int
    url: str
    path: str
    token: str

    def address(self, customer_id: str) -> str:
        """Return the address of a customer's page for a browser that comes the first time."""
        proof = f"&token={self.token}" if self.token else ""
        return f"{self.url}{self.path}?customer={customer_id}{proof}"

    @property
    def proof(self) -> dict[str, str]:
        """Headers that let a program in."""
        return {"Authorization": f"token {self.token}"} if self.token else {}

    def processes(self) -> list[psutil.Process]:
        """Return the server, and all that it started."""
        own = psutil.Process(self.pid)
        return [own, *own.children(recursive=True)]

    def seconds(self) -> float:
        """Return the processor time that the server and its kernels have taken so far, those included that ended."""
        total = 0.0
        for one in self.processes():
            with suppress(psutil.NoSuchProcess):
                total += sum(one.cpu_times()[:4])
        return total

    def memory(self) -> Memory:
        """Measure the pages that are open now: a page's kernel is what holds the snapshot open."""
        own = shared = whole = 0.0
        pages = 0
        for one in self.processes():
            with suppress(psutil.NoSuchProcess):
                found = one.memory_full_info()
                whole += found.pss
                if one.pid != self.pid and any(".duckdb" in file.path for file in one.open_files()):
                    own, shared, pages = own + found.uss, shared + found.pss, pages + 1
        return Memory(own / 1e6, shared / 1e6, whole / 1e6, pages)


@contextmanager
def ours(work: Path, snapshots: Path, *words: str) -> Generator[Site]:
    """Serve the project's own pages; ``words`` are further ones of the command."""
    with serving(work, snapshots, *words, WISEPARTS_SEATS=str(_SEATS)) as served:
        yield Site("ours", served.process.pid, served.url, "customer", served.token)


@contextmanager
def stock(work: Path, snapshots: Path) -> Generator[Site]:
    """Serve the same cards, a cell each, by Voila with nothing configured."""
    work.mkdir()
    cells = [_OPEN, *(f'customer.show("{name}")' for name in CARDS)]
    notebook = work / "stock.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), notebook)
    port = _free_port()
    command = [sys.executable, "-m", "voila", "--no-browser", f"--port={port}", str(notebook)]
    with (work / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=work, env=_environment(work, snapshots),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    started: list[psutil.Process] = []
    try:
        wait_until(lambda: _listens(port) or process.poll() is not None, _START_SECONDS)
        assert process.poll() is None, (work / "log").read_text(encoding="utf-8")
        yield Site("stock", process.pid, f"http://127.0.0.1:{port}/", "", "")
    finally:
        with suppress(psutil.NoSuchProcess):
            started = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        _end([psutil.Process(process.pid), *started])
        process.wait()


def _environment(work: Path, snapshots: Path) -> dict[str, str]:
    """Return an environment in which Jupyter finds the kernels of this interpreter and nobody's settings."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    jupyter = {f"JUPYTER_{name}": str(work / name.lower()) for name in places}
    own = {
        "HOME": str(work),
        "IPYTHONDIR": str(work / "ipython"),
        "WISEPARTS_SNAPSHOTS": str(snapshots),
    }
    return passed | jupyter | own


def _end(processes: Sequence[psutil.Process]) -> None:
    """Wait for the end of these, and kill what stays."""
    _, alive = psutil.wait_procs(processes, timeout=_END_SECONDS)
    for one in alive:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(alive, timeout=_END_SECONDS)


def _free_port() -> int:
    with socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def _listens(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
