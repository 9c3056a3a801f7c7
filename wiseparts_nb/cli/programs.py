"""``wiseparts lab`` and ``wiseparts doctor``: what runs beside the workbench, and whether it is there."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wiseparts_nb.cli.options import AsJson, Config, Quiet
from wiseparts_nb.cli.output import document, note, say, table

if TYPE_CHECKING:
    import subprocess

__all__ = ["doctor", "lab"]

STARTED_SECONDS = 60.0
_OFFLINE = (
    "--LabApp.extension_manager=readonly",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
)
"""JupyterLab asks no server of others for extensions, versions and news."""
_WARM = (
    "--ServerApp.kernel_spec_manager_class=wiseparts_nb.kernel.specs.WarmSpecs",
    "--MappingKernelManager.kernel_manager_class=wiseparts_nb.kernel.served.ServedKernel",
)
"""Notebooks start on a kernel that is forked from a process with everything imported; the normal one is offered too."""


def lab(
    folder: Annotated[Path, typer.Argument(help="Folder of the notebooks.")] = Path("notebooks"),
    port: Annotated[int, typer.Option(help="Port; the next free one is taken.")] = 8888,
    browser: Annotated[
        bool | None,
        typer.Option("--browser/--no-browser", help="Default: where there is a display."),
    ] = None,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Open JupyterLab on the notebooks; they find the data wherever they lie. Ctrl-C ends it."""
    import signal
    import subprocess

    from wiseparts_nb.errors import InputError
    from wiseparts_nb.settings import environment_of, read_settings

    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # the server never outlives this command
    if not folder.is_dir():
        raise InputError(f"There is no folder {str(folder)!r}. Give the folder of your notebooks.")
    opened = _has_display() if browser is None else browser
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.absolute()}"]
    command += [f"--ServerApp.port={port}", "--log-level=WARN", *_OFFLINE, *_WARM]
    command += [] if opened else ["--no-browser"]
    command += ["--allow-root"] if _is_root() else []  # a container's only user
    environment = {**os.environ, **environment_of(read_settings(config))}
    with subprocess.Popen(command, env=environment) as server:
        try:
            say(_address(server))
            sys.stdout.flush()  # whoever reads it through a pipe needs it now
            note("Ctrl-C ends JupyterLab.", quiet=quiet)
            code = server.wait()
        except KeyboardInterrupt:
            server.terminate()
            code = 0
    raise typer.Exit(code)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _address(server: subprocess.Popen[bytes]) -> str:
    """Wait until a Jupyter server answers and return its address with the token."""
    import time

    from jupyter_server.serverapp import list_running_servers

    from wiseparts_nb.errors import ConfigurationError

    deadline = time.monotonic() + STARTED_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        for one in list_running_servers():
            if one["pid"] == server.pid:
                return f"{one['url']}lab?token={one['token']}"
        time.sleep(0.2)
    server.kill()
    raise ConfigurationError(
        "JupyterLab did not start; see above. 'wiseparts doctor' shows what is missing."
    )


def doctor(as_json: AsJson = False, quiet: Quiet = False, config: Config = None) -> None:
    """Show what is installed, what is missing, and the line that installs it."""
    from wiseparts_nb.doctor import findings
    from wiseparts_nb.settings import read_settings

    found = list(findings(read_settings(config)))
    if as_json:
        document([asdict(one) for one in found])
    else:
        shown = [one for one in found if one.missing or not quiet]
        rows = [(one.name, one.found or "MISSING", one.needed_for) for one in shown]
        table(("what", "found", "needed for"), rows)
        for one in found:
            if one.missing:
                say(f"{one.name}: {one.way_out}")
    raise typer.Exit(2 if any(one.missing and one.required for one in found) else 0)
