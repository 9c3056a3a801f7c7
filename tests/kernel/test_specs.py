"""What a server of the workbench offers: ``python3`` is the warm kernel, the normal one stands beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager

import wiseparts_nb.kernel
from wiseparts_nb.kernel.specs import NORMAL, WARM, WarmSpecs
from wiseparts_nb.kernel.starting import end_warm_processes

SHIPPED = Path(wiseparts_nb.kernel.__file__).parent / "kernelspec" / "kernel.json"


@pytest.fixture
def offered():
    yield WarmSpecs()
    end_warm_processes()


def test_the_kernelspec_is_installed_as_it_is_shipped() -> None:
    installed = Path(KernelSpecManager().get_kernel_spec(WARM).resource_dir) / "kernel.json"
    assert json.loads(installed.read_text()) == json.loads(SHIPPED.read_text()), (
        "type scripts/set-up .venv ..."
    )


def test_python3_is_the_warm_kernel(offered: WarmSpecs) -> None:
    names = {name: one["spec"]["display_name"] for name, one in offered.get_all_specs().items()}
    assert names["python3"] == offered.get_kernel_spec(WARM).display_name == "WiseParts (warm)"
    assert names[NORMAL] == "Python 3 (ipykernel)"
    assert WARM not in names


def test_names_mean_themselves_where_it_is_not_installed(tmp_path: Path) -> None:
    found = WarmSpecs(kernel_dirs=[str(tmp_path)])
    assert found.get_kernel_spec("python3").display_name == "Python 3 (ipykernel)"
    assert NORMAL not in found.find_kernel_specs()
