"""Kernelspecs of their own for these tests: the warm process imports little and starts in a second."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.kernels import write_spec
from wiseparts_nb.kernel.starting import end_warm_processes

ROOT = Path(__file__).parents[2]
PRELOAD = ["numpy", "ipywidgets", "tests.kernel.preloaded"]
BESIDE = [
    {"call": "tests.kernel.preloaded:answer", "socket_env": "ANSWERING"},
    {"call": "tests.kernel.preloaded:end_at_once", "socket_env": "USELESS"},
    {"call": "tests.kernel.nowhere:serve", "socket_env": "NOWHERE"},
]

collect_ignore = [] if sys.platform == "linux" else ["test_kernels.py", "test_ends.py"]


@pytest.fixture(scope="package", autouse=True)
def specs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Kernelspecs ``warm`` (one spare), ``bare`` (none) and ``beside``, and no warm process after the last test."""
    folder = tmp_path_factory.mktemp("jupyter")
    write_spec(folder, "warm", {"preload": PRELOAD})
    write_spec(folder, "bare", {"preload": PRELOAD, "spares": 0})
    write_spec(folder, "beside", {"preload": PRELOAD, "beside": BESIDE, "spares": 0})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("A_SECRET", "of the server")
        yield folder
        end_warm_processes()
