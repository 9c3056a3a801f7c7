"""Who gets in, what an address may do, and what never leaves the server."""

from __future__ import annotations

import json
import re
import socket
import stat
from html import unescape
from pathlib import Path

import pytest

from tests.dashboard.own_notebooks import PRINTED_ENVIRONMENT
from tests.dashboard.served import Served
from tests.dashboard.talk import kernel_of
from wiseparts_nb.dashboard.door import cookie_secret
from wiseparts_nb.settings import Settings

_NOBODY = "00000000-0000-0000-0000-000000000000"
_OF_A_KERNEL = {
    *("CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "GIT_PAGER", "MPLBACKEND", "PAGER", "TERM"),
    *("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TMPDIR", "TZ", "VIRTUAL_ENV", "QUERY_STRING"),
}
"""What ipykernel sets in itself, and what is passed on; the workbench's own names begin with WISEPARTS_."""


@pytest.mark.parametrize("token", [None, "wrong", "a" * 5000, "é"])
@pytest.mark.parametrize(
    "path", ["", "customer", "customer?customer=C-0001", "no_such_page", "a/b/c"]
)
def test_a_stranger_sees_no_page_and_is_told_how_to_get_in(
    pages_server: Served, path: str, token: str | None
):
    sent = token.encode().decode("latin-1") if token else token
    answer = pages_server.ask(path, token=sent)
    assert answer.status == 403
    assert "You are not logged in" in answer.text
    assert "data-kernel" not in answer.text
    assert "customer" not in answer.text.lower().replace("customer?", "")
    assert not any("username" in cookie for cookie in answer.cookies)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("token", [None, "wrong"])
def test_a_stranger_has_no_kernels(pages_server: Served, method: str, token: str | None):
    kernel = kernel_of(pages_server.ask("customer").text)
    assert pages_server.ask(f"api/kernels/{kernel}", method=method, token=token).status == 403
    assert pages_server.ask(f"api/kernels/{kernel}").status == 200


@pytest.mark.parametrize(
    "path", ["api/kernels", "api/contents", "api/sessions", "api/terminals", "login"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_no_way_to_start_anything_but_a_page(pages_server: Served, path: str, method: str):
    assert pages_server.ask(path, method=method).status in (404, 405)


def test_a_reader_who_is_known_by_the_cookie_proves_that_the_page_itself_asks(pages_server: Served):
    let_in = pages_server.ask(f"?token={pages_server.token}", token=None)
    cookie = "; ".join(one.split(";")[0] for one in let_in.cookies)
    page = pages_server.ask("customer", token=None, Cookie=cookie)
    kernel = kernel_of(page.text)
    xsrf = next(one for one in page.cookies if one.startswith("_xsrf=")).split(";")[0]
    both = f"{cookie}; {xsrf}"
    value = xsrf.removeprefix("_xsrf=")
    path = f"api/kernels/{kernel}"
    assert pages_server.ask(path, method="DELETE", token=None, Cookie=both).status == 403
    forged = pages_server.ask(
        path, method="DELETE", token=None, Cookie=both, X_XSRFToken="1" + value
    )
    assert forged.status == 403
    proven = pages_server.ask(path, method="DELETE", token=None, Cookie=both, X_XSRFToken=value)
    assert proven.status == 204
    assert pages_server.ask(path).status == 404


def test_only_a_page_of_ours_may_say_that_it_was_closed(pages_server: Served):
    kernel = kernel_of(pages_server.ask("customer").text)
    path = f"voila/api/shutdown/{kernel}"
    for origin in ({}, {"Origin": "http://stranger.example"}):
        assert pages_server.ask(path, method="POST", **origin).status == 403
    ours = {"Origin": pages_server.url.rstrip("/")}
    assert pages_server.ask(path, method="POST", token=None, **ours).status == 403
    assert pages_server.ask(path, method="POST", **ours).status == 204
    assert pages_server.ask(f"api/kernels/{kernel}").status == 404


def test_the_cookies_are_for_this_site_and_the_login_not_for_scripts(pages_server: Served):
    cookies = pages_server.ask(f"customer?token={pages_server.token}", token=None).cookies
    login = next(one for one in cookies if one.startswith("username"))
    assert "httponly" in login.lower()
    assert all("samesite=lax" in one.lower() for one in cookies)


@pytest.mark.parametrize("query", ["", "customer=C-0001&lang=fr&open=month%3A2026-10"])
def test_the_token_leaves_the_address(pages_server: Served, query: str):
    answer = pages_server.ask(f"customer?{query}&token={pages_server.token}", token=None)
    assert answer.status == 302
    assert "token" not in answer.headers["location"]
    assert answer.headers["location"].startswith("/customer")
    for field in filter(None, query.split("&")):
        assert field.replace("%3A", ":") in answer.headers["location"]


def test_no_link_carries_the_token(pages_server: Served):
    page = pages_server.ask("customer?customer=C-0001&token=guess")
    assert pages_server.token not in page.text
    assert "token" not in page.text


def test_a_redirect_never_leads_elsewhere(pages_server: Served):
    answer = pages_server.ask(f"/stranger.example/x?token={pages_server.token}", token=None)
    assert not answer.headers.get("location", "").startswith("//")


@pytest.mark.parametrize(
    "query",
    [
        "customer=__import__('os').system('id')",
        "customer=../../../etc/passwd",
        "customer=C-0001'%20or%201=1;--",
        "customer=%00%01%1b%0d%0aSet-Cookie:x=1",
        "customer=%F0%28%8C%28",
        "customer=<img%20src=x%20onerror=alert(1)>",
        "customer=" + "x" * 3900,
        "a=1&" * 900,
        "open=" + "../" * 50,
        "lang=<script>&theme=dark&template=lab&voila-theme=x",
        "all_sales=true&reader=U-1",
    ],
)
def test_a_strange_query_gives_a_page_in_words(pages_server: Served, query: str):
    answer = pages_server.ask(f"customer?{query}")
    assert answer.status == 200
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text
    assert (
        "<img src=x" not in unescape(answer.text).replace(unescape("&lt;"), "<")
        or "&lt;img" in answer.text
    )
    assert "set-cookie:x" not in str(answer.headers).lower()
    assert "jp-" not in re.sub(r"<style.*?</style>", "", answer.text)


def test_a_query_of_100_kilobytes_is_refused_without_harm(pages_server: Served):
    assert pages_server.ask("customer?customer=" + "x" * 100_000).status == 200
    assert pages_server.ask("customer").status == 200


@pytest.mark.parametrize(
    "path",
    [
        *("picture.png", ".env", "customer.ipynb", "plain.ipynb", ".hidden", ".hidden.ipynb"),
        *(
            "../customer.ipynb",
            "%2e%2e/customer.ipynb",
            "..%2fcustomer",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        ),
        *(
            "voila/files/picture.png",
            "voila/files/.env",
            "voila/files/customer.ipynb",
            "files/picture.png",
        ),
        *(
            "voila/render/customer.ipynb",
            "voila/tree",
            "voila/api/contents/",
            "voila/templates/lab/index.html.j2",
        ),
        *("voila/static/../../../../../../etc/passwd", "voila/static/%2e%2e/%2e%2e/base/page.html"),
        *(
            "voila/labextensions/%2e%2e/%2e%2e/kernels/wiseparts/kernel.json",
            "voila/api/themes/%2e%2e/x",
        ),
        *(
            "assets/../page.py",
            "assets/%2e%2e/page.py",
            "assets/page.py",
            "assets/",
            "static/style.css",
        ),
    ],
)
def test_no_file_can_be_had_by_its_address(own_server: Served, path: str):
    answer = own_server.ask(path)
    assert answer.status in (400, 403, 404, 405), answer.text
    for secret in (
        "secret picture",
        "in-a-file",
        "nbformat",
        "root:",
        "display_name",
        "from __future__",
    ):
        assert secret not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "query", ["template=lab", "theme=dark", "voila-template=lab&voila-theme=dark"]
)
def test_an_address_chooses_neither_template_nor_theme(pages_server: Served, query: str):
    answer = pages_server.ask(f"customer?{query}")
    assert "wp-masthead" in answer.text
    assert "voila" not in answer.text.lower()
    assert "data-theme" not in answer.text


def test_a_kernel_gets_nothing_of_the_servers_environment_but_the_list(own_server: Served):
    """Twice: the second one was forked ahead as a spare."""
    for at in range(2):
        answer = own_server.ask(f"{PRINTED_ENVIRONMENT}?visit={at}")
        printed = re.search(r"<pre>(.*?)</pre>", answer.text, re.DOTALL)
        assert printed, answer.text
        environment = json.loads(unescape(printed[1]))
        assert "in-the-environment" not in printed[1]
        assert own_server.token not in printed[1]
        assert {name for name in environment if not name.startswith("WISEPARTS_")} <= _OF_A_KERNEL
        assert environment["QUERY_STRING"] == f"visit={at}"


@pytest.mark.parametrize("host", ["stranger.example", "127.0.0.1.stranger.example:80", "10.0.0.1"])
@pytest.mark.parametrize("path", ["", "customer", f"api/kernels/{_NOBODY}"])
def test_another_name_of_this_machine_is_refused(pages_server: Served, path: str, host: str):
    answer = pages_server.ask(path, Host=host)
    assert answer.status == 403
    assert "Traceback" not in answer.text


def test_headers_of_pages_and_of_assets(pages_server: Served):
    page = pages_server.ask("customer")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["x-content-type-options"] == "nosniff"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    for asset in re.findall(r'(?:href|src)="/(assets/[^"]+)"', page.text):
        kept = pages_server.ask(asset, token=None)
        assert kept.status == 200
        assert "immutable" in kept.headers["cache-control"]
        assert kept.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "no_such_page", f"api/kernels/{_NOBODY}", "broken"])
def test_every_answer_says_not_to_guess_its_type(own_server: Served, path: str):
    answer = own_server.ask(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in answer.text


def test_the_server_listens_on_this_machine_only(pages_server: Served):
    own = [info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    for address in {str(one) for one in own if not str(one).startswith("127.")}:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((address, pages_server.port), timeout=2).close()


def test_the_cookies_are_signed_with_a_secret_that_is_kept_for_its_owner(tmp_path: Path):
    settings = Settings(store=f"sqlite:///{tmp_path}/deep/store.sqlite")
    secret = cookie_secret(settings)
    path = tmp_path / "deep" / "cookie_secret"
    assert len(secret) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert cookie_secret(settings) == secret


def test_a_secret_that_others_could_read_is_made_anew(tmp_path: Path):
    settings = Settings(store=f"sqlite:///{tmp_path}/store.sqlite")
    first = cookie_secret(settings)
    (tmp_path / "cookie_secret").chmod(0o644)
    assert cookie_secret(settings) != first
    (tmp_path / "cookie_secret").write_bytes(b"short")
    assert len(cookie_secret(settings)) == 32


def test_without_a_place_for_it_the_secret_lasts_as_long_as_the_server(tmp_path: Path):
    (tmp_path / "file").touch()
    settings = Settings(store=f"sqlite:///{tmp_path}/file/store.sqlite")
    assert cookie_secret(settings) != cookie_secret(settings)
