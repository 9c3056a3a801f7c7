"""A real PostgreSQL for tests: started in a new temporary folder, gone with the process that asked for it."""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psycopg

__all__ = ["running_postgres"]

START_SECONDS = 20.0

# The shell holds the read end of a pipe whose write end is the test process. The pipe closes when that
# process stops the server, and just as well when it is killed: no server and no folder outlives the tests.
_UNTIL_CLOSED = """
"$@" & server=$!
read -r _
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf -- "$FOLDER"
"""


@contextmanager
def running_postgres(bin_folder: Path) -> Generator[str]:
    """URL of a new, empty server (user and database ``wiseparts``) that stops at the end.

    It listens on a Unix socket in its own folder only: no port to collide on, nothing to reach from
    outside. It does not sync to disk. Started by root it runs as ``postgres`` (or ``nobody``), for
    PostgreSQL refuses root. Raises ``RuntimeError`` with the server's log when it does not start.
    """
    with TemporaryDirectory(prefix="wiseparts-pg-", ignore_cleanup_errors=True) as name:
        folder, user = Path(name), _server_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        _make_cluster(bin_folder, folder, user)
        server = _start(bin_folder, folder, user)
        try:
            yield _ready_url(server, folder)
        finally:
            server.communicate(timeout=START_SECONDS)


def _server_user() -> pwd.struct_passwd | None:
    """Who the server runs as; None: whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _make_cluster(bin_folder: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    options = ["--no-sync", "--auth=trust", "--username=wiseparts", "--encoding=UTF8", "--locale=C"]
    done = subprocess.run(
        [bin_folder / "initdb", "--pgdata", folder / "cluster", *options],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        **_identity(user),
    )
    if done.returncode:
        message = f"initdb failed: {done.stderr.strip()}"
        raise RuntimeError(message)


def _start(bin_folder: Path, folder: Path, user: pwd.struct_passwd | None) -> subprocess.Popen[Any]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "max_connections": "30",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(bin_folder / "postgres"), "-D", str(folder / "cluster"), *options]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            ["sh", "-c", _UNTIL_CLOSED, "sh", *command],
            cwd=folder,
            env={**os.environ, "FOLDER": str(folder)},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # an interrupt typed at pytest must not overtake the tests
            **_identity(user),
        )


def _identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments of ``subprocess`` that run a command as ``user``."""
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _ready_url(server: subprocess.Popen[bytes], folder: Path) -> str:
    """URL of the server, once it answers and its database is made."""
    address = f"postgresql://wiseparts@{quote(str(folder), safe='')}"
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE wiseparts")
            return f"{address}/wiseparts"
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                message = f"PostgreSQL did not start: {(folder / 'log').read_text()}"
                raise RuntimeError(message) from error
            time.sleep(0.05)
