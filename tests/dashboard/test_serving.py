"""The pages, the home page and an analyst's own notebooks, as a browser gets them."""

from __future__ import annotations

import gzip
import http.client
import re
import time
import zlib

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import OpenReader
from tests.dashboard.served import Reader, Served

needs_chromium = pytest.mark.needs_chromium
_MOST_REQUESTS = 8
_MOST_BYTES = 200_000


@needs_chromium
def test_a_page_is_drawn_and_asks_nobody_but_its_server(reader: Reader):
    page = reader.open("customer?customer=C-0001")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-region=health] h2")).to_be_visible()
    assert "token" not in page.url
    assert reader.foreign == []
    assert reader.complaints == []


@needs_chromium
def test_a_page_costs_few_requests(reader: Reader):
    reader.open("portfolio")
    reader.asked.clear()
    page = reader.open("customer?customer=C-0001")
    page.locator("[data-act=refresh]").click()
    expect(page.locator("[data-waiting]")).to_have_count(0)
    assert len(reader.asked) <= _MOST_REQUESTS


def test_a_first_visit_is_small(pages_server: Served):
    page = pages_server.ask("customer", Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assets = re.findall(r'(?:href|src)="/(assets/[^"]+)"', gzip.decompress(page.body).decode())
    sizes = [len(pages_server.ask(one, Accept_Encoding="gzip").body) for one in set(assets)]
    assert len(sizes) == 4
    assert len(page.body) + sum(sizes) < _MOST_BYTES


def test_the_frame_arrives_before_the_cards_though_it_is_compressed(pages_server: Served):
    connection = http.client.HTTPConnection("127.0.0.1", pages_server.port, timeout=30)
    headers = {"Authorization": f"token {pages_server.token}", "Accept-Encoding": "gzip"}
    started = time.perf_counter()
    connection.request("GET", "/customer", headers=headers)
    answer = connection.getresponse()
    unpack = zlib.decompressobj(wbits=31)
    first = unpack.decompress(answer.read1()).decode()
    first_seconds = time.perf_counter() - started
    rest = unpack.decompress(answer.read()).decode()
    whole_seconds = time.perf_counter() - started
    connection.close()
    assert "wp-masthead" in first
    assert "wp-skeleton" in first
    assert "data-region" not in first
    assert "data-region" in rest
    assert first_seconds < whole_seconds / 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "There is no such page"), ("fr", "n’existe pas"), ("es", "no existe")],
)
@pytest.mark.parametrize(
    "path", ["no_such_page", "a/b/c", "x" * 300, "%00", "customer%2f", "customer/"]
)
def test_an_unknown_address_is_told_in_words(
    pages_server: Served, path: str, language: str, words: str
):
    answer = pages_server.ask(path, Accept_Language=f"{language}-XX,{language};q=0.8")
    assert answer.status == 404
    assert words in answer.text
    assert "wp-masthead" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_no_page_does_is_refused_in_words(pages_server: Served, method: str):
    answer = pages_server.ask("customer", method=method)
    assert answer.status in (403, 405)
    assert "This request is refused" in answer.text


def test_a_notebook_that_cannot_be_read_is_told_in_words_with_a_reference(own_server: Served):
    answer = own_server.ask("broken")
    assert answer.status == 500
    code = re.search(r"E-[0-9A-F]{4}", answer.text)
    assert code
    assert code[0] in own_server.log()
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Pages"), ("fr", "Pages"), ("es", "Páginas")]
)
def test_the_home_page_lists_the_pages_and_the_notebooks(
    own_server: Served, language: str, word: str
):
    answer = own_server.ask(f"?lang={language}")
    assert answer.status == 200
    assert f"<h1>{word}</h1>" in answer.text
    assert f'href="customer?lang={language}"' in answer.text
    assert (
        f'<a href="/plain?lang={language}">Plain things</a></h3><p>Only outputs.</p>' in answer.text
    )
    assert "broken" not in answer.text
    assert "hidden.ipynb" not in answer.text
    assert 'href="portfolio' not in answer.text  # its notebook is not in this folder
    assert any(f"wp_lang={language}" in cookie for cookie in answer.cookies)


def test_an_own_notebook_is_drawn_by_the_frame(own_server: Served):
    html = own_server.ask("plain").text
    assert "<h1>Plain things</h1>" in html
    assert "Only <strong>outputs</strong>." in html
    assert "printed &lt;b&gt;words&lt;/b&gt;" in html
    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>" in html
    assert "Drawn</h" in html
    assert "A sentence of my own." in html
    assert 'data-card="sales_trend"' in html
    assert 'data-card="chart"' in html
    assert "alt.Chart" not in html
    for hostile in ("stranger.example", "onerror", "document.title", "voila"):
        assert hostile not in html


@pytest.mark.parametrize("name", ["raises", "exits", "dies"])
def test_a_cell_that_fails_is_told_in_words_with_a_reference(own_server: Served, name: str):
    html = own_server.ask(name).text
    code = re.search(r"Reference (?:<span[^>]*>)?(E-[0-9A-F]{4})", html)
    assert code
    assert "This page stopped half way" in html
    assert code[1] in own_server.log()
    assert ("before" in html) == (name == "raises")
    for private in ("Traceback", "ValueError", "/etc/a-path", "after", "%tb", "site-packages"):
        assert private not in html


def test_a_traceback_that_a_cell_prints_stays_on_the_server(own_server: Served):
    html = own_server.ask("traceback").text
    assert "This step printed an error message" in html
    assert "Traceback" not in html
    assert "ZeroDivisionError" not in html


@needs_chromium
def test_widgets_of_an_own_notebook_work_with_no_other_server(
    reader_at: OpenReader, own_server: Served
):
    reader = reader_at(own_server)
    page = reader.open("slider")
    handle = page.locator(".noUi-handle")
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("4 days")).to_be_visible()
    page.get_by_text("count 0").click()
    expect(page.get_by_text("count 1")).to_be_visible()
    page.get_by_role("button", name="Break").click()
    page.get_by_text("count 1").click()
    expect(page.get_by_text("count 2")).to_be_visible()  # the kernel went on
    assert "ZeroDivisionError" not in page.content()
    assert reader.foreign == []
    assert [
        one
        for one in reader.complaints
        if "Unsatisfied version" not in one and "No satisfying" not in one
    ] == []


@needs_chromium
def test_the_home_page_leads_to_the_pages_in_the_language_and_theme_chosen(
    reader_at: OpenReader, own_server: Served
):
    reader = reader_at(own_server, color_scheme="light")
    page = reader.open("")
    page.get_by_role("link", name="Français").click()
    page.locator("#wp-theme").click()
    page.get_by_role("link", name="Plain things").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("h1")).to_have_text("Plain things")
    expect(page.locator(".wp-skeleton")).to_be_hidden()
    assert reader.complaints == []
