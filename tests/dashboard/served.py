"""``wiseparts dashboards`` as a process of its own, and readers who open its pages in Chromium."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ProxySettings,
    Request,
)

from tests.parts import ROOT

__all__ = ["PAGES", "WISEPARTS", "Answer", "Reader", "Served", "serving", "wait_until"]

WISEPARTS = str(Path(sys.executable).with_name("wiseparts"))
PAGES = ROOT / "notebooks" / "dashboards"
_PR_SET_PDEATHSIG = 1
_START_SECONDS = 30.0
_END_SECONDS = 15.0
_PATIENCE_SECONDS = 60.0  # the machine may be busy with other tests
_PASSED_ON = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "TMPDIR")
_NOWHERE = ProxySettings(server="http://127.0.0.1:9", bypass="127.0.0.1,localhost")
"""A proxy that is not there: Chromium reaches this machine and nothing else."""


@dataclass(frozen=True)
class Answer:
    """What the server answered to one request; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(frozen=True)
class Served:
    """A running server: ``url`` ends with a slash, ``token`` lets a reader in, ``process`` is the command itself."""

    process: subprocess.Popen[bytes]
    url: str
    token: str
    work: Path

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return urlsplit(self.url).port or 0

    @property
    def store(self) -> str:
        """The address of its store."""
        return f"sqlite:///{self.work}/store.sqlite"

    def log(self) -> str:
        """Return what the server has said so far."""
        return (self.work / "log").read_text(encoding="utf-8")

    def ask(
        self, path: str, *, method: str = "GET", token: str | None = "", **headers: str
    ) -> Answer:
        """Ask for a path as it stands, with the server's token, another one, or (None) without any."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        proof = {"Authorization": f"token {token or self.token}"} if token is not None else {}
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, f"/{path}", headers=proof | sent)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            cookies = tuple(
                value for name, value in answer.getheaders() if name.lower() == "set-cookie"
            )
            return Answer(answer.status, told, answer.read(), cookies)
        finally:
            connection.close()

    def end(self) -> int:
        """Press Ctrl-C, wait for the end and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


@contextmanager
def serving(
    work: Path,
    snapshots: Path,
    *words: str,
    folder: Path = PAGES,
    program: Sequence[str] = (WISEPARTS,),
    **environment: str,
) -> Generator[Served]:
    """Run ``wiseparts dashboards`` in the folder ``work``, on a port that is free, and end it by its id.

    ``words`` are further words of the command line, ``environment`` further variables, ``program`` what stands for the command.
    """
    work.mkdir(parents=True, exist_ok=True)
    own = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    given = {
        "WISEPARTS_SNAPSHOTS": str(snapshots),
        "WISEPARTS_STORE": f"sqlite:///{work}/store.sqlite",
        "WISEPARTS_SEATS": "150",  # pages that a test leaves open are freed half a minute later
    }
    command = [*program, "dashboards", str(folder)]
    with (work / "log").open("wb") as log, (work / "said").open("wb") as said:
        process = subprocess.Popen(
            [*command, "--port", "0", *words], cwd=work, stdout=said, stderr=log,
            stdin=subprocess.DEVNULL, preexec_fn=_end_with_tests,  # noqa: PLW1509  # it takes no lock
            env=own | given | environment,
        )  # fmt: skip
    address = ""
    try:
        wait_until(
            lambda: (work / "said").read_text() or process.poll() is not None, _START_SECONDS
        )
        address = (work / "said").read_text().strip()
        assert address, (work / "log").read_text()
        parts = urlsplit(address)
        url = f"http://{parts.netloc}{parts.path}"
        served = Served(process, url, parse_qs(parts.query)["token"][0], work)
        yield served
        served.end()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _end_with_tests() -> None:
    """Have the system end the server when the tests are killed, which leaves them no time to do it themselves."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until(happened: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until a call gives something true.

    Raises
    ------
    AssertionError
        It did not in that time.
    """
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"not within {seconds:g} s"
        time.sleep(0.05)


@dataclass
class Reader:
    """One reader's browser, logged in: what they opened, what it asked for, what it complained about."""

    context: BrowserContext
    served: Served
    asked: list[str] = field(default_factory=list[str])
    foreign: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def open(self, address: str = "customer", *, drawn: bool = True) -> Page:
        """Open an address in a new tab; ``drawn`` waits until all of it has arrived and the script has started."""
        page = self.context.new_page()
        page.on("request", self._note_request)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if not self.context.cookies():
            mark = "&" if "?" in address else "?"
            address = f"{address}{mark}token={self.served.token}"
        page.goto(self.served.url + address, wait_until="load" if drawn else "commit")
        return page

    def _note_request(self, request: Request) -> None:
        self.asked.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.foreign.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    @classmethod
    def at(cls, browser: Browser, served: Served, **options: Any) -> Reader:
        """Return a reader with a new profile; ``options`` are those of Playwright's ``new_context``."""
        context = browser.new_context(proxy=_NOWHERE, **options)
        context.set_default_timeout(_PATIENCE_SECONDS * 1000)
        return cls(context, served)
