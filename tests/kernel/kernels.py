"""Kernels for tests: started as a notebook's client does, asked for the value of an expression."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.manager import KernelManager

from wiseparts_nb.kernel.served import ServedKernel

__all__ = ["Running", "eventually", "kernel", "served", "write_spec"]

_SECONDS = 30.0
LAUNCH = ["python", "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]


@dataclass(frozen=True)
class Running:
    """A kernel with a client connected."""

    manager: Any
    client: Any

    @property
    def pid(self) -> int:
        """The kernel's own process."""
        return self.manager.provisioner.pid

    @property
    def warm(self) -> psutil.Process:
        """The process that forked it."""
        found = psutil.Process(self.pid).parent()
        assert found is not None
        return found

    def run(self, code: str) -> dict[str, Any]:
        """Run a cell and return the kernel's reply."""
        return self.client.execute_interactive(code, timeout=_SECONDS, output_hook=lambda _: None)

    def value(self, expression: str, *, after: str = "") -> Any:
        """Return the value of an expression, through JSON."""
        asked = {"value": f"__import__('json').dumps({expression})"}
        reply = self.client.execute_interactive(
            after, timeout=_SECONDS, user_expressions=asked, output_hook=lambda _: None
        )["content"]
        assert reply["status"] == "ok", reply
        value = reply["user_expressions"]["value"]
        assert value["status"] == "ok", value
        return json.loads(eval(value["data"]["text/plain"]))  # noqa: S307 - a literal of our own kernel


@contextmanager
def kernel(name: str, **launch: Any) -> Generator[Running]:
    """Start a kernel and wait until it answers; it is shut down at the end."""
    manager = KernelManager(kernel_name=name)
    manager.start_kernel(**launch)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=_SECONDS)
        yield Running(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@asynccontextmanager
async def served(name: str, **launch: Any) -> AsyncGenerator[tuple[Any, Any]]:
    """Start a kernel as a Jupyter server does; yield its manager and a client that is ready."""
    manager: Any = ServedKernel(kernel_name=name)
    await manager.start_kernel(**launch)
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=_SECONDS)
        yield manager, client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def write_spec(folder: Path, name: str, configuration: Mapping[str, Any]) -> None:
    """Write a kernelspec of the warm provisioner into a data folder of Jupyter."""
    place = folder / "kernels" / name
    place.mkdir(parents=True)
    spec = {
        "argv": [*LAUNCH, "--HistoryManager.enabled=False"],
        "display_name": name,
        "language": "python",
        "metadata": {
            "kernel_provisioner": {"provisioner_name": "wiseparts-warm", "config": configuration}
        },
    }
    (place / "kernel.json").write_text(json.dumps(spec))


def eventually(holds: Callable[[], Any], *, seconds: float = 10.0) -> Any:
    """Return what ``holds`` returns as soon as that is true; it must be within so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, f"not within {seconds:g} s"
        time.sleep(0.02)
    return found
