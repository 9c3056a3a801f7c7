"""A kernel in a fifth of a second: a warm process imports the stack once and forks a kernel on demand.

Who does what:

* :mod:`.provisioner` is what Jupyter loads for the kernelspec ``wiseparts``: it asks the warm process for a kernel.
* :mod:`.starting` starts the warm process, one for each server process and each configuration, at the first launch.
* :mod:`.warm` is that process: it imports, asserts that it has one thread, and forks.
* :mod:`.forked` is what a child does: it becomes an IPython kernel.
* :mod:`.beside` forks what kernels share, such as a worker that draws charts.
* :mod:`.served` gives Jupyter servers a kernel manager and a client that do not sleep, :mod:`.specs` the kernel's place
  under the name that notebooks ask for.
* :mod:`.wire` carries JSON lines between all of them.

Nothing here knows the business: which modules are imported and what runs beside is written in ``kernel.json``.

Limits
------
* Linux only. Elsewhere, and where the warm process cannot start, a normal kernel is started and the log says so once.
* What changes on disk after the warm process has imported it is seen by kernels only after the server was restarted.
* A module that is preloaded must only be imported, never used, in the warm process: vl-convert and Typst hang in a
  child when they were used before the fork, and no DuckDB connection crosses one.
* A preloaded module that looks for IPython at its import finds none. ipywidgets, which does, is told afterwards.
* Interpreter switches of the environment (``PYTHONHASHSEED``, ``PYTHONWARNINGS``) are those of the server.
* ``/proc/PID/environ`` of a kernel shows the warm process's environment, not the kernel's own: who looks for processes by a
  variable finds what a kernel starts, but not the kernel.
* A user's ``ipython_kernel_config.py`` is read before the request for a kernel is known; start-up files run after.
"""

from __future__ import annotations

__all__: list[str] = []
