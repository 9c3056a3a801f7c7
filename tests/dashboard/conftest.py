"""The served pages of a demo company, for every test that opens one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.own_notebooks import write_own_notebooks
from tests.dashboard.served import PAGES, Reader, Served, serving
from tests.dashboard.walk import WIDE
from wiseparts_nb.agreements.demo_agreements import write_demo_agreements
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.demo.company import publish_demo
from wiseparts_nb.settings import read_settings
from wiseparts_nb.source.source import open_source

OpenReader = Callable[..., Reader]
expect.set_options(timeout=20_000)  # the machine may be busy with other tests
TabAt = Callable[..., Page]


@pytest.fixture(scope="session")
def demo_snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with one published demo company, the same for every test of the worker."""
    folder = tmp_path_factory.mktemp("demo")
    publish_demo(folder, customers=60, lines=12_000)
    return folder


@pytest.fixture(scope="session")
def pages_server(
    demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """``wiseparts dashboards`` on the project's own pages: ``.url``, ``.token``, ``.log()``, ``.ask(path)``.

    Its store (``.store``) holds the demo's agreements: A-0001 to A-0009 approved, A-0010 a draft.
    """
    work = tmp_path_factory.mktemp("served")
    settings = read_settings(snapshots=demo_snapshots, store=f"sqlite:///{work}/store.sqlite")
    source = open_source(settings)
    write_demo_agreements(open_register(settings), source)
    source.close()
    with serving(work, demo_snapshots) as served:
        served.ask("customer")  # the first page waits for the imports
        yield served


@pytest.fixture(scope="session")
def own_server(demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of an analyst's own notebooks and the customer page."""
    folder = tmp_path_factory.mktemp("own")
    write_own_notebooks(folder)
    shutil.copy(PAGES / "customer.ipynb", folder)
    work = tmp_path_factory.mktemp("own_work")
    secret = {"DATABASE_PASSWORD": "in-the-environment"}
    with serving(work, demo_snapshots, folder=folder, **secret) as served:
        served.ask("customer")  # as above
        yield served


@pytest.fixture(scope="module")
def impatient_server(
    demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server of the project's pages that ends forgotten ones after two seconds, not thirty."""
    program = (sys.executable, str(Path(__file__).with_name("impatient.py")))
    with serving(tmp_path_factory.mktemp("impatient"), demo_snapshots, program=program) as served:
        served.ask("customer")  # as above
        yield served


@pytest.fixture
def reader_at(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """``reader_at(served, **options)`` gives a reader with a browser of their own, that reaches this machine only."""
    with ExitStack() as stack:

        def at(served: Served, **options: Any) -> Reader:
            reader = Reader.at(chromium, served, **options)
            stack.callback(reader.context.close)
            return reader

        yield at


@pytest.fixture
def reader(reader_at: OpenReader, pages_server: Served) -> Reader:
    """A reader of ``pages_server``: ``reader.open("customer?customer=C-0001")`` gives Playwright's page."""
    return reader_at(pages_server)


@pytest.fixture(scope="module")
def tab_at(chromium: Browser, pages_server: Served) -> Iterator[TabAt]:
    """``tab_at(address)`` shows an address in the one tab that the module has of each size, anew only where it is not there.

    What the tab complained about, or asked of other machines, fails the module's last test.
    """
    tabs: dict[tuple[int, ...], tuple[Reader, Page]] = {}

    def at(address: str, size: Mapping[str, int] = WIDE) -> Page:
        key = tuple(size.values())
        if key not in tabs:
            reader = Reader.at(chromium, pages_server, viewport=size)
            tabs[key] = reader, reader.open(address)
        _, page = tabs[key]
        if page.url != pages_server.url + address:
            page.goto(pages_server.url + address)
        return page

    yield at
    for reader, _ in tabs.values():
        reader.context.close()
        assert (reader.complaints, reader.foreign) == ([], [])
