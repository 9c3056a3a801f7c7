"""A kernel manager and clients for servers: ready at the kernel's first answer, where Jupyter's own sleep.

Jupyter's client waits until nothing has come for 0.2 s, so that no message of the start is taken for a later one. Here
the last message of the start is known: the status that ends the kernel's answer, on the very socket that must be heard.
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.client import KernelClient
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets import DottedObjectName, Type

__all__ = ["PromptClient", "ServedKernel"]

_SILENCE_SECONDS = 0.5


class PromptClient(AsyncKernelClient):
    """Jupyter's asynchronous client whose :meth:`wait_for_ready` does not sleep."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - Jupyter's own signature
        """Return when the kernel has answered and its published messages are heard.

        Raises
        ------
        RuntimeError
            The kernel died, or did not answer in ``timeout`` seconds.
        """
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answered():
            if not await self._async_is_alive():
                raise RuntimeError("The kernel died before it answered.")
            if time.monotonic() > deadline:
                raise RuntimeError(f"The kernel did not answer in {timeout} seconds.")

    async def _answered(self) -> bool:
        """Ask twice: once to hear anything, which shows that the subscription stands, and once to hear it all."""
        try:
            self.kernel_info()
            await self.get_iopub_msg(timeout=_SILENCE_SECONDS)
            asked = self.kernel_info()
            while not _answers(reply := await self.get_shell_msg(timeout=_SILENCE_SECONDS), asked):
                pass
            self._handle_kernel_info_reply(reply)
            while not _is_idle(await self.get_iopub_msg(timeout=_SILENCE_SECONDS), asked):
                pass
        except Empty:
            return False
        return True


def _answers(message: dict[str, Any], asked: str) -> bool:
    return message["parent_header"].get("msg_id") == asked


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    return _answers(message, asked) and message["content"].get("execution_state") == "idle"


class ServedKernel(ServerKernelManager):
    """The server's own manager, with :class:`PromptClient`.

    Name it as ``MappingKernelManager.kernel_manager_class``; it manages kernels of every kernelspec.
    """

    client_class: Any = DottedObjectName("wiseparts_nb.kernel.served.PromptClient", config=True)
    client_factory: Any = Type(PromptClient, klass=KernelClient, config=True)
