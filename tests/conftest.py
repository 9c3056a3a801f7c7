"""What every test may ask for: a PostgreSQL, a Chromium, the third-party data, and how a missing one is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.parts import PARTS, require
from tests.postgres_server import running_postgres

# Two workers share the machine: a slow example says nothing about the code.
hypothesis.settings.register_profile("suite", deadline=None, print_blob=True)
hypothesis.settings.load_profile("suite")

_CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or with CI set fail, a test marked ``needs_<part>`` whose part is missing."""
    for part in PARTS:
        if item.get_closest_marker(f"needs_{part}"):
            require(part)


@pytest.fixture(scope="module", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A store of a module's own: what somebody keeps in the project's, or another module in its own, is in no test's figures."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("store")
        patch.setenv("WISEPARTS_STORE", f"sqlite:///{folder}/workbench.sqlite")
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a real PostgreSQL, one a worker, empty but for what the worker's own tests made."""
    with running_postgres(require("postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the third-party data beside the project."""
    return require("data")


# One a module, not one a session: as long as Playwright's synchronous face is open, its event loop counts as
# running in this thread, and every `asyncio.run` in a later test of the worker would be refused.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium with a new profile; ``chromium.new_page(...)`` opens a page."""
    path = require("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, chromium_sandbox=False, args=_CHROMIUM_FLAGS
        )
        yield browser
        browser.close()
