"""The kernel provisioner ``wiseparts-warm``: Jupyter asks it for a kernel, it asks the warm process."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Dict, Int, List, Unicode

from wiseparts_nb.errors import RunError
from wiseparts_nb.kernel.starting import WarmProcess, warm_process
from wiseparts_nb.kernel.wire import Ended, Line

__all__ = ["ForkedKernel", "WarmProvisioner"]

_LAUNCHER = "ipykernel_launcher"
_told: set[str] = set()


class ForkedKernel:
    """A kernel forked by the warm process, with as much of ``subprocess.Popen`` as Jupyter's own provisioner needs."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: Line) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._line = line

    def poll(self) -> int | None:
        """Return the exit code, negative for the signal that ended it, or None while it runs."""
        if self.returncode is None:
            try:
                ends = [said["exit"] for said in self._line.received() if "exit" in said]
            except Ended:
                ends = [-signal.SIGKILL]  # by the system, when the warm process ended
            if ends:
                self.returncode = ends[0]
                self._line.close()
        return self.returncode

    def wait(self) -> int:
        """Wait for the end and return the exit code."""
        while self.returncode is None:
            try:
                self.returncode = self._line.wait().get("exit")
            except Ended:
                self.returncode = -signal.SIGKILL
        self._line.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Forks kernels from a warm process; where that cannot be had it is Jupyter's own provisioner, and says so once.

    A kernel that is started anew listens on sockets that the warm process chose; one that is restarted, or whose manager
    was given ports, listens on those. ``Popen``'s arguments other than ``env`` and ``cwd`` have no meaning here.
    """

    preload: List[str] = List(Unicode(), help="Modules that are imported once.").tag(config=True)
    beside: List[dict[str, str]] = List(
        Dict(),
        help="What runs beside the kernels: {'call': 'module:function', 'socket_env': 'NAME'}.",
    ).tag(config=True)
    spares: Int[int, int] = Int(1, help="Kernels that are forked ahead of a request.").tag(
        config=True
    )

    _line: Line | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Make sure of the warm process; without one, prepare a normal kernel."""
        self._line = await self._warm_line()
        if self._line is None:
            return await super().pre_launch(**kwargs)
        manager: Any = self.parent
        command = manager.format_kernel_cmd(extra_arguments=kwargs.pop("extra_arguments", []))
        kwargs.pop("transport_encryption", None)  # the sockets are files in a private folder
        return await KernelProvisionerBase.pre_launch(self, cmd=command, **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Have a kernel forked; it listens already when this returns."""
        line, self._line = self._line, None
        if line is None:
            return await super().launch_kernel(cmd, **kwargs)
        line.send(self._request(cmd, **kwargs))
        said = await _next(line)
        self.process = ForkedKernel(said["pid"], line)
        self.pid = self.pgid = said["pid"]
        found: Any = said["connection"]
        found["key"] = found["key"].encode()
        self.connection_info = found
        return self.connection_info

    def _request(
        self, command: list[str], *, env: dict[str, str], cwd: Any = None, **_: Any
    ) -> dict[str, Any]:
        """Return what the warm process must know; ports that the manager has, as at a restart, are kept."""
        manager: Any = self.parent
        self.cwd = Path(cwd or Path.cwd()).resolve(strict=True)
        place, arguments = _parted(command)
        return {
            "connection": _sendable(manager.get_connection_info()) if manager.shell_port else None,
            "connection_file": place,
            "arguments": arguments,
            "argv": command[command.index(_LAUNCHER) :],
            "env": env,
            "cwd": str(self.cwd),
        }

    def warm_up(self) -> WarmProcess | None:
        """Start the warm process, if there is none yet, and return it without waiting; None where there can be none."""
        if sys.platform != "linux":
            self._tell_once(f"{sys.platform} cannot fork them")
            return None
        return warm_process(
            {
                "preload": self.preload,
                "beside": self.beside,
                "spares": self.spares,
                "arguments": _parted(self.kernel_spec.argv)[1],
            }
        )

    async def _warm_line(self) -> Line | None:
        """Return a connection to the warm process once that has imported everything."""
        try:
            if (warm := self.warm_up()) is None:
                return None
            line = await warm.line()
        except Ended:
            self._tell_once("the warm process did not start, see its message above")
            return None
        manager: Any = self.parent
        if not manager.connection_file:
            manager.connection_file = f"{warm.folder}/{self.kernel_id}.json"
        return line

    def _tell_once(self, reason: str) -> None:
        if reason not in _told:
            _told.add(reason)
            self.log.warning("Kernels start the normal way, which takes seconds: %s.", reason)


async def _next(line: Line) -> dict[str, Any]:
    try:
        said = await line.next()
    except Ended:
        raise RunError(
            "The warm process ended before the kernel listened; start the kernel again."
        ) from None
    if "pid" not in said:
        raise RunError(
            f"The kernel ended with code {said['exit']} before it listened; the server's log says why."
        )
    return said


def _parted(command: list[str]) -> tuple[str, list[str]]:
    """Return the connection file and the other arguments of ``python -m ipykernel_launcher ...``, each named once."""
    words = command[command.index(_LAUNCHER) + 1 :]
    at = words.index("-f")
    others = [*words[:at], *words[at + 2 :]]
    return words[at + 1], list(dict.fromkeys(others))


def _sendable(connection: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.decode() if isinstance(value, bytes) else value
        for name, value in connection.items()
    }
