"""How things end: whatever is killed, nothing of it goes on, and what is asked for next works."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.kernel.conftest import PRELOAD
from tests.kernel.kernels import eventually, kernel, write_spec
from wiseparts_nb.kernel.specs import WarmSpecs
from wiseparts_nb.kernel.starting import end_warm_processes

SERVER = """
import asyncio, sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name="warm")
manager.start_kernel()
print(manager.provisioner.pid, flush=True)
time.sleep(60)
"""


def folder_of(warm: psutil.Process) -> Path:
    """The private folder of a warm process."""
    return Path(warm.cmdline()[-2])


@contextmanager
def server() -> Generator[tuple[subprocess.Popen[str], psutil.Process, list[psutil.Process]]]:
    """Yield a process that started a kernel, its warm process, and what that forked: the kernel and a spare."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            warm = psutil.Process(int(process.stdout.readline())).parent()
            assert warm is not None
            folder = folder_of(warm)
            eventually(lambda: len(warm.children()) == 2)
            yield process, warm, warm.children()
            # When both are killed, as here, nobody is left to do it.
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            process.kill()


def test_a_warm_process_starts_with_a_server() -> None:
    def children() -> set[psutil.Process]:
        return set(psutil.Process().children())

    before = children()
    end_warm_processes()
    WarmSpecs()
    (warm,) = children() - before
    assert "wiseparts_nb.kernel.warm" in warm.cmdline()
    end_warm_processes()
    assert not warm.is_running()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_nothing_outlives_the_server(number: signal.Signals) -> None:
    with server() as (process, warm, forked):
        folder = folder_of(warm)
        assert folder.stat().st_mode & 0o777 == 0o700
        process.send_signal(number)
        eventually(lambda: not any(one.is_running() for one in (warm, *forked)))
        eventually(lambda: not folder.exists())


def test_no_kernel_outlives_the_warm_process() -> None:
    with server() as (process, warm, forked):
        warm.kill()
        eventually(lambda: not any(one.is_running() for one in forked))
        assert process.poll() is None


def test_a_kernel_comes_back_on_its_sockets_when_the_warm_process_was_killed(specs: Path) -> None:
    write_spec(specs, "killed", {"preload": PRELOAD, "spares": 0})  # its own name, the same process
    with kernel("killed") as one:
        sockets = one.manager.get_connection_info()
        one.warm.kill()
        eventually(lambda: not one.manager.is_alive())
        one.manager.restart_kernel(now=True)
        one.client.wait_for_ready(timeout=20)
        assert one.manager.get_connection_info() == sockets
        assert one.value("1 + 1") == 2


def test_a_changed_module_is_seen_after_a_new_start_only(
    specs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "changing.py"
    module.write_text("VALUE = 1\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]]))
    write_spec(specs, "changing", {"preload": ["changing", "no_such_module"], "spares": 0})

    def seen() -> tuple[object, psutil.Process]:
        with kernel("changing") as one:
            return one.value("__import__('changing').VALUE"), one.warm

    first, _ = seen()
    module.write_text("VALUE = 'another'\n")
    second, warm = seen()
    warm.kill()
    eventually(lambda: warm.status() == psutil.STATUS_ZOMBIE)
    third, _ = seen()
    assert (first, second, third) == (1, 1, "another")


def test_what_runs_beside_is_shared_and_started_again(capfd: pytest.CaptureFixture[str]) -> None:
    def answer(path: str) -> int:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(5)
            try:
                asking.connect(path)
                return int(asking.recv(100) or 0)
            except OSError:  # it is gone, or going
                return 0

    with kernel("beside") as one, kernel("beside") as other:
        path = one.value("__import__('os').environ['ANSWERING']")
        assert path == other.value("__import__('os').environ['ANSWERING']")
        first = eventually(lambda: answer(path))
        assert psutil.Process(first).parent() == one.warm
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: (found := answer(path)) and found != first)
        assert one.value("'NOWHERE' in __import__('os').environ") is False
    said = capfd.readouterr().err
    assert said.count("Nothing runs beside for 'tests.kernel.nowhere:serve'") == 1
    assert said.count("USELESS ended 5 times at once") == 1


def test_a_process_with_threads_is_not_forked(
    specs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "threading_at_import.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]]))
    write_spec(specs, "threads", {"preload": ["threading_at_import"]})
    with kernel("threads") as one:  # the normal way
        assert isinstance(one.manager.provisioner.process, subprocess.Popen)
        assert one.value("1 + 1") == 2
    assert "A preloaded module started 1 threads" in capfd.readouterr().err
