"""A forked kernel is a kernel: whoever starts it, whatever is done with it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path
from queue import Empty

import nbformat
import papermill
import psutil
import pytest
from nbclient import NotebookClient

from tests.kernel.kernels import Running, eventually, kernel, served
from wiseparts_nb.kernel.served import ServedKernel


def spare_of(one: Running) -> int:
    """Wait for the warm process's next spare, and return its pid."""
    found = eventually(lambda: [child.pid for child in one.warm.children() if child.pid != one.pid])
    return found[0]


@pytest.fixture(scope="module")
def running():
    with kernel("warm") as one:
        yield one


def test_it_is_forked_from_one_process_that_imports(running: Running) -> None:
    with kernel("warm") as other:
        assert other.warm == running.warm
        assert other.pid != running.pid
        assert psutil.Process(running.warm.pid).num_threads() == 1
    assert running.value("__name__") == "__main__"


def test_nothing_is_left_to_import_at_the_start_of_a_kernel(running: Running) -> None:
    late = running.value(
        "sorted(set(sys.modules) - BEFORE)",
        after="import sys; from tests.kernel.preloaded import BEFORE",
    )
    # Made from the folder of IPython's profile, or by the cell above.
    assert [name for name in late if not name.startswith(("tests", "__mp"))] == []


@pytest.mark.parametrize("name", ["warm", "bare"])
def test_the_request_s_environment_folder_and_arguments_are_all_it_has(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "of the server")
    given = {"PATH": os.environ["PATH"], "TICKET": "é", "PYTHONPATH": str(tmp_path)}
    with kernel(name, env=given, cwd=str(tmp_path)) as one:
        found = one.value("dict(os.environ)", after="import os, sys")
        added = set(found) - set(given)
        assert added <= {
            "MPLBACKEND",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "FORCE_COLOR",
            "PAGER",
            "GIT_PAGER",
            "TERM",
        } | {
            "JPY_PARENT_PID",
            "PYDEVD_USE_FRAME_EVAL",
        }
        assert {key: found[key] for key in given} == given
        assert one.value("[os.getcwd(), sys.path[0] or sys.path[1]]")[0] == str(tmp_path)
        assert str(tmp_path) in one.value("sys.path")
        assert one.value("sys.argv[1:3]") == ["-f", one.manager.connection_file]
        assert (
            one.value("__import__('ipykernel').get_connection_file()")
            == one.manager.connection_file
        )
        secrets = one.value(
            "[open(f'/proc/{pid}/environ').read() for pid in ('self', os.getppid())]"
        )
        assert not [text for text in secrets if "A_SECRET" in text]


def test_a_spare_is_taken_and_was_nobody_s(running: Running, tmp_path: Path) -> None:
    spare = spare_of(running)
    environment = psutil.Process(spare).environ()
    assert "A_SECRET" not in environment
    assert Path(f"/proc/{spare}/cwd").readlink() == Path("/")
    running.run("import builtins, os; builtins.mine = 1; os.environ['MINE'] = '1'")
    with kernel("warm", cwd=str(tmp_path)) as other:
        assert other.pid == spare
        assert (
            other.value(
                "[hasattr(builtins, 'mine'), 'MINE' in os.environ]", after="import builtins, os"
            )
            == [False] * 2
        )
        assert other.value("sorted(name for name in globals() if not name.startswith('_'))") == [
            *("In", "Out", "builtins", "exit", "get_ipython", "open", "os", "quit")
        ]
        assert spare_of(other) != spare


def test_a_loop_is_interrupted(running: Running) -> None:
    asked = running.client.execute(
        "import time\nprint('begun')\nwhile True: time.sleep(0.01)", stop_on_error=False
    )
    while running.client.get_iopub_msg(timeout=10)["content"].get("text") != "begun\n":
        pass
    running.manager.interrupt_kernel()
    reply = running.client.get_shell_msg(timeout=10)
    assert reply["parent_header"]["msg_id"] == asked
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert running.value("1 + 1") == 2


def test_a_restart_keeps_the_sockets_and_loses_the_state() -> None:
    with kernel("warm") as one:
        before, sockets = one.pid, one.manager.get_connection_info()
        one.run("state = 1")
        one.manager.restart_kernel()
        one.client.wait_for_ready(timeout=10)
        assert one.pid != before
        assert one.manager.get_connection_info() == sockets
        assert one.value("'state' in globals()") is False


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("import os; os._exit(3)", 3),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV),
    ],
    ids=["exit", "crash"],
)
def test_an_end_is_told_with_its_code(end: str, code: int) -> None:
    with kernel("warm") as one:
        one.client.execute(end)
        eventually(lambda: not one.manager.is_alive())
        assert asyncio.run(one.manager.provisioner.poll()) == code
        one.manager.restart_kernel(now=True)
        one.client.wait_for_ready(timeout=10)
        assert one.value("1 + 1") == 2


def test_a_shutdown_is_quick_and_leaves_nothing() -> None:
    with kernel("warm") as one:
        pid, place = one.pid, Path(one.manager.ip)
        start = time.perf_counter()
        one.manager.shutdown_kernel()
        assert (
            time.perf_counter() - start < 2
        )  # 0.1 s on an idle machine; 2.5 s where it has to be told twice
    assert not psutil.pid_exists(pid)
    assert not list(place.parent.glob(f"{place.name}-*"))


def test_threads_and_processes_run_in_it(running: Running) -> None:
    work = "import subprocess, sys; from concurrent.futures import ThreadPoolExecutor as Pool"
    assert running.value("list(Pool(4).map(lambda x: x * x, range(8)))", after=work) == [
        x * x for x in range(8)
    ]
    assert (
        running.value("subprocess.check_output([sys.executable, '-c', 'print(6 * 7)'], text=True)")
        == "42\n"
    )
    assert running.value("__import__('multiprocessing').Pool(2).map(abs, [-1, -2])") == [1, 2]


@pytest.mark.parametrize("name", ["warm", "bare"])
def test_output_of_all_kinds_is_heard(name: str) -> None:
    heard: list[str] = []
    with kernel(
        name, env={"PATH": os.environ["PATH"]}
    ) as one:  # within pytest ipykernel hears less
        one.client.execute_interactive(
            "import os; print('printed', flush=True); _ = os.system('echo echoed; sleep 0.3')",
            timeout=20,
            output_hook=lambda message: heard.append(message["content"].get("text", "")),
        )
    assert "".join(heard).split() == ["printed", "echoed"]


def test_widgets_are_registered_with_the_kernel(running: Running) -> None:
    assert running.value("'jupyter.widget' in get_ipython().kernel.comm_manager.targets") is True


def test_two_kernels_draw_different_random_numbers() -> None:
    def drawn() -> list[float]:
        with kernel("bare") as one:
            return one.value(
                "[numpy.random.random(), random.random()]", after="import numpy, random"
            )

    first, second = drawn(), drawn()
    assert not set(first) & set(second)


def test_ten_kernels_start_at_once() -> None:
    async def pid_of_one() -> int:
        async with served("warm") as (manager, _):
            return manager.provisioner.pid

    async def pids_of_ten() -> list[int]:
        return await asyncio.gather(*(pid_of_one() for _ in range(10)))

    assert len(set(asyncio.run(pids_of_ten()))) == 10


def test_nbclient_and_papermill_run_notebooks_on_it(tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell(
        "import os, sys\nprint('tests.kernel.preloaded' in sys.modules, os.getcwd())"
    )
    notebook = nbformat.v4.new_notebook(
        cells=[cell],
        metadata={"kernelspec": {"name": "warm", "display_name": "warm", "language": "python"}},
    )
    expected = f"True {tmp_path}\n"
    done = NotebookClient(
        notebook,
        kernel_manager_class=ServedKernel,
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    assert done.cells[0].outputs[0].text == expected
    nbformat.write(notebook, tmp_path / "in.ipynb")
    done = papermill.execute_notebook(
        tmp_path / "in.ipynb", tmp_path / "out.ipynb", cwd=str(tmp_path), progress_bar=False
    )
    assert done.cells[0].outputs[0].text == expected


def test_a_server_s_client_does_not_sleep() -> None:
    async def seconds_until_ready() -> list[float]:
        seconds: list[float] = []
        async with served("warm") as (_, client):
            with pytest.raises(Empty):  # what the start said was heard to its end
                await client.get_iopub_msg(timeout=0.1)
            for _ in range(8):
                start = time.perf_counter()
                await client.wait_for_ready(timeout=10)
                seconds.append(time.perf_counter() - start)
        return seconds

    assert (
        min(asyncio.run(seconds_until_ready())) < 0.15
    )  # 0.005 s on an idle machine; Jupyter's: 0.2 s
