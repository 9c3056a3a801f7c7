"""Readers of a page: in a real Chromium, timed where they look, and by HTTP, twenty at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from re import search
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ProxySettings, sync_playwright
from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import websocket_connect

from tests.benchmarks.page_sites import Memory, Site
from tests.parts import require

__all__ = ["Opened", "Visit", "chromium", "in_tabs", "readers_at_once", "visiting"]

_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NOWHERE = ProxySettings(server="http://127.0.0.1:9", bypass="127.0.0.1,localhost")
_LONGEST = 90.0
_WATCH = """
(() => {
  const all = () => [...document.querySelectorAll("[data-card]")];
  const seen = (one) => one?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && one.offsetHeight > 0;
  const whole = () => document.readyState !== "loading" && all().length > 7 && all().every(seen);
  // a frame that holds it is painted before the next task
  window.painted = (holds) => new Promise((told) => {
    const look = () => holds() ? setTimeout(() => told(performance.now())) : requestAnimationFrame(look);
    requestAnimationFrame(look);
  });
  window.firstFigures = painted(() => seen(document.querySelector("[data-card=health]")));
  window.allDrawn = painted(whole);
  window.acted = async (act) => {
    const old = new Set(all());
    const start = performance.now();
    act.click();
    const waiting = () => document.querySelector("[data-waiting]");
    return await painted(() => whole() && !waiting() && !all().some((one) => old.has(one))) - start;
  };
  window.opened = async (link) => {
    const start = performance.now();
    link.click();
    return await painted(() => document.querySelector(".wp-drawer:popover-open [data-card]")) - start;
  };
})();
"""
"""Notes when cards are painted, in milliseconds since the page was asked for."""
_TIMES = """async () => [
  performance.getEntriesByType("navigation")[0].responseStart,
  performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  await firstFigures, await allDrawn, performance.timeOrigin]"""


@dataclass(frozen=True)
class Opened:
    """Seconds since a page was asked for until its first byte, its first paint, the verdict and the last card; what it loaded."""

    first_byte: float
    frame: float
    figures: float
    drawn: float
    requests: int
    kilobytes: float


@dataclass
class Visit:
    """One reader's browser at one site."""

    site: Site
    context: BrowserContext
    page: Page = field(init=False)
    _answers: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]], init=False)
    _bytes: list[float] = field(default_factory=list[float], init=False)

    def open(self, customer_id: str) -> Opened:
        """Open a customer's page in a new tab."""
        self.page = self.context.new_page()
        talk = self.context.new_cdp_session(self.page)
        talk.send("Network.enable")
        self._answers.clear()
        self._bytes.clear()
        talk.on("Network.responseReceived", self._answered)
        talk.on("Network.loadingFinished", self._loaded)
        return self.again(customer_id)

    def again(self, customer_id: str) -> Opened:
        """Load a customer's page in the same tab."""
        known = self.context.cookies()
        address = self.site.address(customer_id)
        self.page.goto(address.partition("&token=")[0] if known else address, wait_until="load")
        byte, frame, figures, drawn, _ = self.page.evaluate(_TIMES)
        self.page.wait_for_timeout(300)
        return Opened(
            byte / 1e3,
            frame / 1e3,
            figures / 1e3,
            drawn / 1e3,
            len(self._answers),
            sum(self._bytes) / 1e3,
        )

    def change(self, customer_id: str) -> float:
        """Choose another customer in the picker; return seconds until every card is its."""
        self.page.click("[data-act=picker]")
        self.page.fill("[data-search]", customer_id)
        option = self.page.wait_for_selector(
            f'#wp-options [role=option][data-href*="{customer_id}"]', state="attached"
        )
        return self._acted(option)

    def press(self, selector: str) -> float:
        """Press a button of the heading; return seconds until every card is new."""
        return self._acted(self.page.wait_for_selector(selector))

    def drawer(self) -> float:
        """Open a figure's evidence; return seconds until it is painted."""
        link = self.page.wait_for_selector('[data-card] a[href*="open="]', state="attached")
        return self.page.evaluate("(link) => opened(link)", link) / 1e3

    def leave(self) -> None:
        """Close the page as a reader does: it tells its kernel."""
        self.page.goto("about:blank")
        self.page.close()

    def _answered(self, told: dict[str, Any]) -> None:
        response = told["response"]
        if response["url"].startswith("http") and not response.get("fromDiskCache"):
            self._answers.append(response)

    def _loaded(self, told: dict[str, Any]) -> None:
        self._bytes.append(told["encodedDataLength"])

    def _acted(self, target: Any) -> float:
        return self.page.evaluate("(one) => acted(one)", target) / 1e3


@contextmanager
def chromium() -> Generator[Browser]:
    """Run a headless Chromium that reaches this machine only."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=require("chromium"), chromium_sandbox=False, args=_FLAGS
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, site: Site) -> Generator[Visit]:
    """Give a reader a browser of their own, with nothing in its cache."""
    context = browser.new_context(proxy=_NOWHERE, viewport={"width": 1280, "height": 2400})
    context.set_default_timeout(_LONGEST * 1e3)
    context.add_init_script(_WATCH)
    try:
        yield Visit(site, context)
    finally:
        context.close()


def in_tabs(browser: Browser, site: Site, customers: Sequence[str]) -> float:
    """Open a page each for readers with browsers of their own, all at once; return seconds until the last is painted."""
    with ExitStack() as stack:
        visits = [stack.enter_context(visiting(browser, site)) for _ in customers]
        tabs = [visit.context.new_page() for visit in visits]
        start = time.time()
        for tab, customer_id in zip(tabs, customers, strict=True):
            leave = "(to) => void setTimeout(() => location.assign(to))"
            tab.evaluate(leave, site.address(customer_id))
        ends: list[float] = []
        for tab in tabs:
            tab.wait_for_url(f"{site.url}{site.path}?customer=*", wait_until="load")
            *_, drawn, origin = tab.evaluate(_TIMES)
            ends.append((origin + drawn) / 1e3 - start)
        for tab in tabs:
            tab.goto("about:blank")
    return max(ends)


def readers_at_once(
    site: Site, customers: Sequence[str], *, at_once: int = 20
) -> tuple[float, float, Memory]:
    """Let a program read a page each, so many at once, and hold the connections that the page's script holds.

    Return seconds until the last one had its last byte, processor seconds each, and the memory with all of them open.
    """
    with ThreadPoolExecutor(1) as apart:  # Playwright's event loop counts as running in this thread
        return apart.submit(asyncio.run, _read_all(site, customers, at_once)).result()


async def _read_all(
    site: Site, customers: Sequence[str], at_once: int
) -> tuple[float, float, Memory]:
    before, start = site.seconds(), time.perf_counter()
    gate = asyncio.Semaphore(at_once)
    async with AsyncExitStack() as open_pages:

        async def read(customer_id: str) -> float:
            async with gate:
                await open_pages.enter_async_context(_reading(site, customer_id))
            return time.perf_counter() - start

        ends = await asyncio.gather(*map(read, customers))
        cost = (site.seconds() - before) / len(customers)
        memory = await asyncio.to_thread(site.memory)
    return max(ends), cost, memory


@asynccontextmanager
async def _reading(site: Site, customer_id: str) -> AsyncGenerator[None]:
    client = SimpleAsyncHTTPClient(force_instance=True, max_clients=1)
    url = site.address(customer_id).partition("&token=")[0]
    answer = await client.fetch(url, headers=site.proof, request_timeout=_LONGEST)
    body = answer.body.decode()
    assert body.count("data-card=") >= 8, body[:2000]
    found = search(r'data-kernel="([^"]+)"', body)
    if found is None:  # Voila's own page
        yield
        return
    kernel = f"{site.url}api/kernels/{found[1]}"
    channels = f"{kernel.replace('http', 'ws', 1)}/channels?session_id=reader"
    line = await websocket_connect(HTTPRequest(channels, headers=site.proof))
    try:
        yield
    finally:
        line.close()
        while await line.read_message() is not None:  # until the other end has closed too
            pass
        await client.fetch(kernel, method="DELETE", headers=site.proof, raise_error=False)
