"""The warm process: ``python -m wiseparts_nb.kernel.warm DESCRIPTOR FOLDER CONFIGURATION``, started by :mod:`.starting`.

It imports what the configuration names, asserts that nothing but its main thread lives (a fork copies only the thread that
forks, and locks held by others stay held), and then waits on a socket. Each kernel asked for gets a connection of its own,
passed over that socket::

    server -> warm   {"connection": null | {...}, "env": {...}, "cwd": ..., "argv": [...], "connection_file": ...}
    warm -> server   {"pid": 123, "connection": {...}}      as soon as the kernel's sockets are bound
    warm -> server   {"exit": 0}                            when it has ended; negative: the signal that ended it

It ends when the server does, however that ends, and the system kills its children when it ends.
"""

from __future__ import annotations

import gc
import importlib
import json
import logging
import os
import secrets
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from wiseparts_nb.errors import ConfigurationError
from wiseparts_nb.kernel.beside import Beside, besides
from wiseparts_nb.kernel.wire import Ended, Line, handed_over, line_pair
from wiseparts_nb.quick_imports import skip_slow_imports

__all__ = ["Child", "Warm", "main"]

_log = logging.getLogger(__name__)
_IDLE_SECONDS = 0.5
_SPARE_TRIES = 3
_ALLOCATOR_THREADS = ("jemalloc_bg_thd",)
_PORTS = ("shell", "iopub", "stdin", "control", "hb")
_HOMES = ("HOME", "IPYTHONDIR")
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_OF_A_KERNEL = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "ipykernel.debugger",  # 0.3 s and 40 MB of every kernel
    "numpy.random",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
)
"""What ipykernel and IPython import only when a kernel starts; a test finds what is missing here."""


@dataclass(eq=False)
class Child:
    """A kernel that was forked: ``line`` leads to it, ``asker`` to the provisioner that has it (None: a spare)."""

    pid: int
    watch: int
    line: Line
    connection: dict[str, Any]
    asker: Line | None = None
    bound: bool = False

    def tell(self) -> None:
        """Tell the asker where the kernel listens, once there is an asker and the kernel listens."""
        if self.asker is not None and self.bound:
            self.asker.send({"pid": self.pid, "connection": self.connection})


@dataclass(eq=False)
class Warm:
    """The state of the warm process between two events.

    Attributes
    ----------
    folder
        Private folder of the kernels' sockets.
    arguments
        What a spare's kernel is started with; a request for others is not served by a spare.
    spares
        How many children are kept ahead of requests.
    """

    control: socket.socket
    folder: str
    arguments: list[str]
    spares: int
    beside: list[Beside]
    ready: list[Child] = field(default_factory=list)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    forked: int = 0
    lost_spares: int = 0
    alive: set[int] = field(default_factory=set)

    def serve(self) -> NoReturn:
        """Fork on request until the server is gone."""
        self.watch(self.control, self.accept)
        self.watch(os.pidfd_open(os.getppid()), self.end)
        for one in self.beside:
            self.start_beside(one)
        while True:
            short = len(self.ready) < self.spares and self.lost_spares < _SPARE_TRIES
            events = self.selector.select(_IDLE_SECONDS if short else None)
            for key, _ in events:
                key.data()
            if short and not events:  # nobody wants the processor now
                self.ready.append(self.fork())

    def watch(self, what: Any, action: Callable[[], None]) -> None:
        """Call ``action`` whenever there is something to read."""
        self.selector.register(what, selectors.EVENT_READ, action)

    def accept(self) -> None:
        """Take a new connection from the server."""
        try:
            asker = handed_over(self.control)
        except Ended:
            self.end()
        asker.send({"ready": True})
        self.watch(asker, lambda: self.answer(asker))

    def answer(self, asker: Line) -> None:
        """Give a kernel to one who asks: a spare where one fits, else a new one."""
        try:
            requests = asker.received()
        except Ended:
            self.forget(asker)
            return
        for request in requests:
            request["env"] = {one.variable: one.path for one in self.beside} | request["env"]
            child = self.taken(request) or self.fork(request)
            child.asker = asker
            child.tell()

    def taken(self, request: dict[str, Any]) -> Child | None:
        """Hand the request to a spare, if there is one that it could have been forked as."""
        alike = all(request["env"].get(name) in (None, os.environ.get(name)) for name in _HOMES)
        fits = request["connection"] is None and request["arguments"] == self.arguments and alike
        if not (fits and self.ready):
            return None
        child = self.ready.pop(0)
        child.line.send(request)
        return child

    def fork(self, request: dict[str, Any] | None = None) -> Child:
        """Fork a kernel for a request, or a spare."""
        from wiseparts_nb.kernel.forked import run_kernel

        connection = (request and request["connection"]) or self.new_connection()
        arguments = request["arguments"] if request else self.arguments
        line, end = line_pair()

        def work() -> None:
            line.close()
            run_kernel(Line(end), connection=connection, arguments=arguments, request=request)

        pid = self.fork_for(work)
        end.close()
        child = Child(pid, os.pidfd_open(pid), line, connection)
        self.watch(child.watch, lambda: self.reap(child))
        self.watch(line, lambda: self.hear(child))
        return child

    def fork_for(self, work: Callable[[], object]) -> int:
        """Fork a child that holds nothing of this process and does ``work``; return its pid."""
        from wiseparts_nb.kernel.forked import run_and_exit

        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            run_and_exit(parent, lambda: (self.let_go(), work()))
        self.alive.add(pid)
        return pid

    def let_go(self) -> None:
        """Close, in a child, what belongs to this process."""
        for key in list(self.selector.get_map().values()):
            if isinstance(key.fileobj, int):
                os.close(key.fileobj)
            else:
                key.fileobj.close()  # pyright: ignore[reportAttributeAccessIssue]
        self.selector.close()

    def new_connection(self) -> dict[str, Any]:
        """Return sockets in the private folder, with a key of their own."""
        self.forked += 1
        ports = {f"{name}_port": number for number, name in enumerate(_PORTS, start=1)}
        return {
            "transport": "ipc",
            "ip": f"{self.folder}/{os.getpid()}-{self.forked}",
            "key": secrets.token_hex(32),
            "signature_scheme": "hmac-sha256",
            **ports,
        }

    def hear(self, child: Child) -> None:
        """Note that a child's sockets are bound."""
        try:
            said = child.line.received()
        except Ended:
            self.forget(child.line)  # taken, or dead: then its end is reported too
            return
        child.bound = child.bound or bool(said)
        child.tell()

    def reap(self, child: Child) -> None:
        """Report the end of a child."""
        status = self.buried(child.pid)
        self.forget(child.watch)
        self.forget(child.line)
        if child.asker is not None:
            child.asker.send({"exit": os.waitstatus_to_exitcode(status)})
            self.forget(child.asker)
        elif child in self.ready:
            self.ready.remove(child)
            self.lost_spares += 1

    def buried(self, pid: int) -> int:
        """Return the status of a child that has ended."""
        _, status = os.waitpid(pid, 0)
        self.alive.discard(pid)
        return status

    def forget(self, what: int | Line) -> None:
        """Stop watching, and close; a line may have been closed before."""
        with suppress(KeyError, ValueError):
            self.selector.unregister(what)
        if isinstance(what, int):
            os.close(what)
        else:
            what.close()

    def start_beside(self, one: Beside) -> None:
        """Fork what runs beside, and again when it dies."""
        if not one.may_start():
            return
        pid = self.fork_for(one.run)
        watch = os.pidfd_open(pid)

        def again() -> None:
            self.buried(pid)
            self.forget(watch)
            self.start_beside(one)

        self.watch(watch, again)

    def end(self) -> NoReturn:
        """End because the server did, with every child; where this process is killed instead, the system sees to that."""
        for pid in self.alive:
            os.kill(pid, signal.SIGKILL)
        for pid in self.alive:
            os.waitpid(pid, 0)  # or it would go on to make sockets in the folder
        shutil.rmtree(self.folder, ignore_errors=True)
        os._exit(0)


def main(descriptor: str, folder: str, configuration: str) -> NoReturn:
    """Import, look around, and serve."""
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    wanted = json.loads(configuration)
    skip_slow_imports()
    from wiseparts_nb.kernel.forked import count_as_kernel

    for name in _OF_A_KERNEL:
        _import(name)
    count_as_kernel()
    for name in wanted["preload"]:
        _import(name)
    beside = besides(wanted["beside"], folder)
    _assert_alone()
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every page
    control = socket.socket(fileno=int(descriptor))
    Warm(control, folder, wanted["arguments"], wanted["spares"], beside).serve()


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception as fault:  # noqa: BLE001 - whatever an import raises, kernels can do without it
        _log.warning("%s is not preloaded: %s", name, fault)


def _assert_alone() -> None:
    """Refuse to fork where other threads live: what they hold would stay held in every child.

    Raises
    ------
    ConfigurationError
        A preloaded module started threads.
    """
    tasks = Path("/proc/self/task")
    own = str(os.getpid())
    names = [(one / "comm").read_text().strip() for one in tasks.iterdir() if one.name != own]
    if others := [name for name in names if name not in _ALLOCATOR_THREADS]:
        raise ConfigurationError(
            f"A preloaded module started {len(others)} threads ({', '.join(sorted(set(others)))}), and a process with"
            " threads cannot be forked safely. Take that module out of 'preload' in kernel.json."
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
