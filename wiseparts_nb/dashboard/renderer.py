"""Voila's renderer for our frame: the head leaves before the kernel is ready, and nothing of ours is asked of the kernel but its cells."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer

__all__ = ["FramedRenderer"]


class FramedRenderer(NotebookRenderer):
    """Renders a notebook whose kernel is still being started."""

    def __init__(self, *, starting: Awaitable[str], kernels: Any, **about: Any) -> None:
        super().__init__(**about)
        self._starting = starting
        self._kernels = kernels

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> str:
        del kernel_id, kernel_future  # known when the kernel is
        started = await self._starting
        self.executor = VoilaExecutor(
            nb,
            km=self._kernels.get_kernel(started),
            config=self.traitlet_config,
            show_tracebacks=False,
        )
        self.executor.kc = await self.executor.async_start_new_kernel_client()
        self.kernel_started = True
        return started
