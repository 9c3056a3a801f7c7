"""Normal and forked kernels side by side: seconds until a kernel answers, memory, and twenty at once."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import pytest

from tests.kernel.kernels import served
from wiseparts_nb.kernel.specs import WARM
from wiseparts_nb.kernel.starting import end_warm_processes

pytestmark = pytest.mark.benchmark

STACK = "import pandas, duckdb, altair, ipywidgets, wiseparts_nb.notebook"
ROUNDS = 5
AT_ONCE = 20
PAUSE_SECONDS = 1.5  # in which a warm process forks its spare


@dataclass(frozen=True)
class Measured:
    """Seconds from the request until a kernel answers, and until the stack is imported; its memory in MB."""

    answered: float
    imported: float
    own: float
    shared: float


async def measured(name: str, *, together: asyncio.Barrier | None = None) -> Measured:
    """Start a kernel and import the stack in it."""
    start = time.perf_counter()
    async with served(name) as (manager, client):
        answered = time.perf_counter() - start
        await executed(client, STACK)
        imported = time.perf_counter() - start
        if together is not None:
            await together.wait()  # all are open when memory is read
        memory = psutil.Process(manager.provisioner.pid).memory_full_info()
        if together is not None:
            await together.wait()
    return Measured(answered, imported, memory.uss / 1e6, memory.pss / 1e6)


async def executed(client: Any, code: str) -> None:
    """Run a cell and wait for its reply."""
    asked = client.execute(code)
    while (reply := await client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != asked:
        pass
    assert reply["content"]["status"] == "ok", reply["content"]


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    asyncio.run(measured(WARM))
    yield
    end_warm_processes()


@pytest.mark.parametrize("name", ["python3", WARM])
def test_one_kernel(name: str) -> None:
    rounds: list[Measured] = []
    for _ in range(ROUNDS):
        time.sleep(PAUSE_SECONDS)
        rounds.append(asyncio.run(measured(name)))
    middle = {
        field: statistics.median(getattr(one, field) for one in rounds)
        for field in Measured.__annotations__
    }
    print(
        f"\n{name}: answers after {middle['answered']:.3f} s, stack imported after {middle['imported']:.3f} s,"
        f" own memory {middle['own']:.1f} MB"
    )
    if name == WARM:
        assert middle["own"] < 25
        assert middle["imported"] < 1


@pytest.mark.parametrize("name", ["python3", WARM])
def test_twenty_at_once(name: str) -> None:
    async def all_of_them() -> list[Measured]:
        together = asyncio.Barrier(AT_ONCE)
        return await asyncio.gather(*(measured(name, together=together) for _ in range(AT_ONCE)))

    time.sleep(PAUSE_SECONDS)
    found = asyncio.run(all_of_them())
    last = max(one.imported for one in found)
    print(
        f"\n{name}, {AT_ONCE} at once: the last has the stack after {last:.2f} s;"
        f" {sum(one.shared for one in found) / AT_ONCE:.1f} MB each (PSS)"
    )
