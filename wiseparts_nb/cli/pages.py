"""``wiseparts dashboards``: the pages that managers open."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Annotated

import typer

from wiseparts_nb.cli.options import Config, Quiet
from wiseparts_nb.cli.output import note, say

__all__ = ["dashboards"]


def dashboards(
    folder: Annotated[Path, typer.Argument(help="Folder of the page notebooks.")] = Path(
        "notebooks/dashboards"
    ),
    ip: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; the next free one is taken.")] = 8866,
    reader: Annotated[
        str | None, typer.Option(help="See the pages as this user sees them.")
    ] = None,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Serve the pages: customer, portfolio, Analytics 360 and more. Ctrl-C ends it."""
    from wiseparts_nb.quick_imports import skip_slow_imports

    skip_slow_imports()
    from wiseparts_nb.dashboard.serving import server
    from wiseparts_nb.errors import InputError
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source
    from wiseparts_nb.source.users import reader_of

    if not any(folder.glob("*.ipynb")):
        raise InputError(
            f"There are no notebooks in {str(folder)!r}. Give the folder of the pages."
        )
    _refuse_others(ip)
    settings = read_settings(config, **({"reader": reader} if reader else {}))
    source = open_source(settings)  # what is missing is said here, not on every page
    reader_of(source, settings.reader)
    source.close()
    token = secrets.token_urlsafe(18)
    pages = server(settings, folder, ip=ip, port=port, token=token)

    def announce(port: int) -> None:
        say(f"http://{ip}:{port}/?token={token}")
        sys.stdout.flush()  # a program that started this one waits for the address
        note("The pages are served there; Ctrl-C ends them.", quiet=quiet)

    pages.announce = announce
    pages.start()


def _refuse_others(ip: str) -> None:
    """Refuse to listen where anybody but this machine could reach the pages.

    Raises
    ------
    InputError
        It is no address, or not one of this machine alone.
    """
    from ipaddress import ip_address

    from wiseparts_nb.errors import InputError

    try:
        loopback = ip_address("127.0.0.1" if ip == "localhost" else ip).is_loopback
    except ValueError:
        raise InputError(
            f"{ip!r} is not an address to listen on. Write one like 127.0.0.1."
        ) from None
    if not loopback:
        raise InputError(
            f"The pages would be open to everybody who reaches {ip}. They listen on this machine only; put a proxy that knows "
            "its users before them."
        )
