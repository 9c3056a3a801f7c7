"""Start the warm process of this server: one for each configuration, at the first launch, kept until the server ends."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from threading import Lock

from wiseparts_nb.kernel.wire import Ended, Line, hand_over, line_pair

__all__ = ["WarmProcess", "end_warm_processes", "warm_process"]

_INHERITED = frozenset(
    {
        *("HOME", "IPYTHONDIR", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "LOGNAME", "PATH", "SHELL"),
        *("TEMP", "TMP", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV"),
        *("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PATH", "JUPYTER_RUNTIME_DIR"),
    }
)
"""What the warm process gets of the server's environment: where things lie, and nothing that could be a secret."""
_INHERITED_PREFIXES = ("LC_", "PYTHON")
_LONGEST_FOLDER = 60
_MODULE = "wiseparts_nb.kernel.warm"


@dataclass(eq=False)
class WarmProcess:
    """A warm process that was started, whether it is ready or not.

    Attributes
    ----------
    folder
        Private folder of its kernels' sockets; the next one inherits it when this one dies, for kernels that are restarted.
    """

    process: subprocess.Popen[bytes]
    control: socket.socket = field(repr=False)
    folder: str

    async def line(self) -> Line:
        """Return a new connection, for one kernel, once the imports are done.

        Raises
        ------
        Ended
            The process is gone.
        """
        ours, theirs = line_pair()
        try:
            hand_over(self.control, theirs)
            await ours.next()
        except Ended:
            ours.close()
            raise
        return ours

    def end(self) -> None:
        """End the process, and with it every kernel that it forked."""
        self.control.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


_lock = Lock()
_started: dict[tuple[int, str], WarmProcess] = {}


def warm_process(configuration: dict[str, object]) -> WarmProcess:
    """Return this server's warm process for a configuration; it is started when there is none or it died."""
    wanted = json.dumps(configuration, sort_keys=True)
    key = (os.getpid(), wanted)  # a fork of the server has none yet
    with _lock:
        found = _started.get(key)
        if found is None or found.process.poll() is not None:
            if not _started:
                atexit.register(end_warm_processes)
            if found is not None:
                found.control.close()
            found = _started[key] = _start(
                wanted, folder=found.folder if found else _private_folder()
            )
    return found


def end_warm_processes() -> None:
    """End every warm process of this server."""
    with _lock:
        own = [key for key in _started if key[0] == os.getpid()]
        ended = [_started.pop(key) for key in own]
    for one in ended:
        one.end()


def _start(configuration: str, *, folder: str) -> WarmProcess:
    ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    with theirs:
        descriptor = theirs.fileno()
        options = (
            "-P",
            "-X",
            "frozen_modules=off",
        )  # no "" on the path; a debugger asks for the other
        process = subprocess.Popen(
            [sys.executable, *options, "-m", _MODULE, str(descriptor), folder, configuration],
            cwd="/",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            pass_fds=(descriptor,),
            start_new_session=True,  # Ctrl-C is for the server
        )
    return WarmProcess(process, ours, folder)


def _private_folder() -> str:
    """Return a new folder for this user alone, with a short name: the path of a socket has 107 characters at most."""
    usual = tempfile.gettempdir()
    return tempfile.mkdtemp(prefix="wk-", dir=usual if len(usual) < _LONGEST_FOLDER else "/tmp")  # noqa: S108


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in _INHERITED or name.startswith(_INHERITED_PREFIXES)
    }
