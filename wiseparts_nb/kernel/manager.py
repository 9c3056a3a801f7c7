"""A kernel manager and clients for servers: ready at the kernel's first answer, where Jupyter's own sleep.

Jupyter's client waits until nothing has come for 0.2 s, so that no message of the start is taken for a later one. Here
the last message of the start is known: the status that ends the kernel's answer, on the very socket that must be heard.
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets import DottedObjectName

__all__ = ["WarmClient", "WarmKernelManager"]

_SILENCE_SECONDS = 0.5


class WarmClient(AsyncKernelClient):
    """Jupyter's asynchronous client whose :meth:`wait_for_ready` does not sleep."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered and its published messages are heard.

        Raises
        ------
        RuntimeError
            The kernel died, or did not answer in ``timeout`` seconds.
        """
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            asked = self.kernel_info()
            try:
                reply = await self.get_shell_msg(timeout=1)
                if reply["parent_header"].get("msg_id") == asked:
                    self._handle_kernel_info_reply(reply)
                    await self._hear_idle(asked)
                    return
            except Empty:
                pass  # asked before the kernel listened, or heard too late: once more
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _hear_idle(self, asked: str) -> None:
        while True:
            said = await self.get_iopub_msg(timeout=_SILENCE_SECONDS)
            ours = said["parent_header"].get("msg_id") == asked
            if ours and said["content"].get("execution_state") == "idle":
                return


class WarmKernelManager(ServerKernelManager):
    """The server's own manager, with :class:`WarmClient`.

    Name it as ``MappingKernelManager.kernel_manager_class``; it manages kernels of every kernelspec.
    """

    client_class: Any = DottedObjectName("wiseparts_nb.kernel.manager.WarmClient", config=True)
