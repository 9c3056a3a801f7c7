"""What a forked child does: it cuts its ties to the warm process and becomes an IPython kernel.

A child is forked either for a request or ahead of one, as a *spare*. A spare has made its sockets and its shell, and
has never seen a visitor: environment, working folder and the name of the connection file reach it only when it is
taken, and a taken one is never given back. So nothing of one visitor can be found by another.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, cast

from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from traitlets import Dict, Instance

from wiseparts_nb.kernel.wire import Ended, Line

__all__ = ["Kernel", "count_as_kernel", "run_and_exit", "run_kernel"]

_LAST_WORDS_SECONDS = 1.0
_PR_SET_PDEATHSIG = 1


class Kernel(IPKernelApp):
    """ipykernel's application, told its sockets by the warm process and its visitor by the line."""

    connection = Dict(help="transport, ip, ports and key of the sockets")
    line = Instance(
        Line, help="to the warm process: says when the sockets are bound, waits for the request"
    )
    request: Any = Dict(allow_none=True, help="environment, folder and arguments; None for a spare")

    def init_connection_file(self) -> None:
        """Take the connection from the warm process instead of reading a file."""
        self.load_connection_info(cast("Any", self.connection))

    def write_connection_file(self, **_: Any) -> None:
        """Write none, the manager does; ipykernel calls this when the sockets are bound, so that is told."""
        self.line.send({"bound": True})

    def init_gui_pylab(self) -> None:
        """Wait here for the visitor: the shell is made, and the first step that reads the environment comes next."""
        if self.request is None:
            self.request = self._awaited()
            _enter(self.request)
            cast("Any", self.shell).starting_dir = str(Path.cwd())
        self.line.close()
        self.connection_file = self.request["connection_file"]
        if widgets := sys.modules.get(
            "ipywidgets"
        ):  # imported when there was no kernel to register with
            widgets.register_comm_target(self.kernel)
        super().init_gui_pylab()

    def _awaited(self) -> dict[str, Any]:
        try:
            return self.line.wait()
        except Ended:  # the warm process is ending, and nobody will come
            os._exit(0)


def count_as_kernel() -> None:
    """Let ipykernel count what is imported by now, and nothing later, as the modules of the kernel itself.

    Each kernel lists the files of all modules at its start, for the debugger to step over them. Among thousands of modules that
    preloading brought, that would write to (and so copy) 10 MB of pages in each child, and keep the debugger out of
    modules that an analyst may well want to step into.
    """
    files = [one.__file__ for one in list(sys.modules.values()) if getattr(one, "__file__", None)]
    modules = {name: SimpleNamespace(__file__=name) for name in files}
    ipkernel.sys = SimpleNamespace(**{**vars(sys), "modules": modules})  # pyright: ignore[reportPrivateImportUsage]


def run_kernel(
    line: Line, *, connection: dict[str, Any], arguments: list[str], request: dict[str, Any] | None
) -> None:
    """Be a kernel until it is shut down; ``request`` is None for a spare, which waits for one on ``line``."""
    if request is not None:
        _enter(request)
    kernel = Kernel.instance(
        connection=connection,
        line=line,
        request=request,
        parent_handle=1,  # no polling for a dead parent: the kernel of the system tells
    )
    kernel.initialize(arguments)
    kernel.start()
    # The thread that was asked to shut down still publishes its status; ipykernel's own end stops the thread that
    # it publishes through first, and then waits for it in vain.
    kernel.control_thread.stop()
    kernel.control_thread.join(_LAST_WORDS_SECONDS)


def _enter(request: dict[str, Any]) -> None:
    """Take the environment, folder and arguments of a request, as if this process had been started with them."""
    environment: dict[str, str] = request["env"]
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(request["cwd"])
    sys.argv[:] = request["argv"]
    own = [place for place in environment.get("PYTHONPATH", "").split(os.pathsep) if place]
    sys.path[:0] = [place for place in own if place not in sys.path]


def run_and_exit(parent: int, work: Callable[[], object]) -> NoReturn:
    """Do a child's work and end this process; it ends at once, by the system, when its ``parent`` does."""
    status = 1
    try:
        _cut_ties(parent)
        work()
        status = 0
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
    except BaseException as fault:  # noqa: BLE001 - nothing may return into the warm process's stack
        sys.excepthook(type(fault), fault, fault.__traceback__)
    finally:
        _exit(status)


def _cut_ties(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before it could be asked
        os._exit(1)
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if numpy := sys.modules.get("numpy"):  # `random` reseeds itself after a fork
        numpy.random.seed()


def _exit(status: int) -> NoReturn:
    """End as an interpreter does, without taking apart a thousand modules that the parent still uses."""
    import atexit

    try:
        atexit._run_exitfuncs()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
    finally:
        os._exit(status)
