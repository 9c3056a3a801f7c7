"""The two nbconvert exporters, on notebooks as JupyterLab and papermill leave them."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import nbformat
import pypdf
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.render.html_reading import reading
from tests.render.sample_brief import brief
from tests.render.sample_parts import locale, part_cards
from wiseparts_nb.card import MIME_TYPE, Picture, Table
from wiseparts_nb.errors import InputError, RunError, UnknownNameError
from wiseparts_nb.exporters import CardsHTML, CardsPDF
from wiseparts_nb.locale import Language
from wiseparts_nb.render.lab import bundle, read
from wiseparts_nb.render.passages import blocks
from wiseparts_nb.render.prose import markdown, safe

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


def card_cell(kind: str, language: Language = "fr", source: str = "secret_code()") -> Any:
    """Return a cell that displayed a card."""
    data = bundle(part_cards(language)[kind], locale(language))
    return new_code_cell(source, outputs=[new_output("display_data", data=data)])


def output_cell(**data: Any) -> Any:
    """Return a cell whose last line was a value."""
    shown = {name.replace("_", "/", 1): value for name, value in data.items()}
    return new_code_cell("value", outputs=[new_output("execute_result", data=shown)])


def notebook(*cells: Any, **own: Any) -> Any:
    """Return an executed notebook."""
    return new_notebook(cells=list(cells), metadata={"wiseparts": own} if own else {})


def html(*cells: Any, **own: Any) -> str:
    """Return the notebook's page."""
    return CardsHTML().from_notebook_node(notebook(*cells, **own))[0]


def printed(*cells: Any, **own: Any) -> str:
    """Return the text of the notebook's PDF."""
    body, _ = CardsPDF().from_notebook_node(notebook(*cells, **own))
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def test_jupyter_finds_both():
    known = {point.name: point.load() for point in entry_points(group="nbconvert.exporters")}
    assert known["wiseparts-html"] is CardsHTML is get_exporter("wiseparts-html")
    assert known["wiseparts-pdf"] is CardsPDF is get_exporter("wiseparts-pdf")
    assert CardsHTML().export_from_notebook
    assert CardsHTML().file_extension == ".html"
    assert CardsPDF().file_extension == ".pdf"


def test_the_command_writes_a_page(tmp_path: Path):
    nbformat.write(
        notebook(new_markdown_cell("# Hello"), card_cell("bars")), tmp_path / "own.ipynb"
    )
    command = [sys.executable, "-m", "nbconvert", "--to", "wiseparts-html", "own.ipynb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "<h1>Hello</h1>" in (tmp_path / "own.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("layout", ["brief", "flow"])
def test_a_brief_in_its_language_and_none_of_its_code(layout: str):
    cells = [new_markdown_cell("# Title of the notebook"), new_code_cell("password = 'hunter2'")]
    cells += [
        new_code_cell(
            "brief.show()", outputs=[new_output("display_data", data=bundle(card, locale("es")))]
        )
        for card in brief("es")
    ]
    made, text = html(*cells, layout=layout), printed(*cells, layout=layout)
    assert '<html lang="es">' in made
    assert "<h1>Électricité Marchand &amp; Fils</h1>" in made
    for words in ("hunter2", "brief.show", "Title of the notebook"):
        assert words not in made
        assert words not in text
    assert "Presupuestos abiertos" in made
    assert "Presupuestos abiertos" in text


def test_markdown_is_kept_and_has_no_power():
    words = "## Why\n\nBecause **so** [link](https://example.org) [bad](javascript:alert(1)) <script>alert(2)</script> ![far](http://x.org/y.png)"
    made = html(
        new_markdown_cell("# My *tour*\n\nFirst."), new_markdown_cell(words), card_cell("bars")
    )
    read = reading(made)
    assert "<h1>My tour</h1>" in made
    assert read.tags.count("h1") == 1
    assert "First." in read.text
    assert "alert" not in made
    assert [value for tag, name, value in read.attributes if tag == "a" and name == "href" and value != "#content"] == [
        "https://example.org",
    ]  # fmt: skip
    assert not [value for _, name, value in read.attributes if name == "src"]


def test_words_in_a_brief_stand_together_after_its_cards():
    made = html(
        new_markdown_cell("## Section"),
        card_cell("bars"),
        new_markdown_cell("Ask for the roof."),
        layout="brief",
    )
    assert made.index("Ask for the roof.") > made.index("data-card")
    assert "Section" not in made


def test_other_output_falls_back_to_its_picture_its_table_or_its_text():
    frame = "<style>td{}</style><table><thead><tr><th></th><th>sales</th></tr></thead><tbody><tr><th>Kerval</th><td>31.5</td></tr></tbody></table>"
    cells = [
        output_cell(image_png=PIXEL, text_plain="<Figure>"),
        output_cell(text_html=frame, text_plain="frame"),
        output_cell(text_html="<script>draw()</script>", text_plain="alt.Chart(...)"),
        output_cell(text_plain="42 <b>"),
        new_code_cell(
            "print()", outputs=[new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m")]
        ),
        new_code_cell(
            "warn()", outputs=[new_output("stream", name="stderr", text="DeprecationWarning")]
        ),
    ]
    made = html(*cells)
    assert f'<img src="data:image/png;base64,{PIXEL}" alt="Result of cell 1">' in made
    assert "<td>31.5</td>" in made
    assert "draw()" not in made
    assert "alt.Chart(...)" in made
    assert "42 &lt;b&gt;" in made
    assert "<pre>red</pre>" in made
    assert "DeprecationWarning" not in made
    text = printed(*cells)
    assert re.search(r"Kerval\s+31\.5", text)
    assert "alt.Chart(...)" in text


def test_an_svg_is_shown_as_a_picture_that_runs_nothing():
    made = html(
        output_cell(
            **{
                "image_svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
            }
        )
    )
    assert "alert(1)" not in made
    assert "data:image/svg+xml;base64," in made


def test_a_vega_lite_chart_is_drawn():
    picture = part_cards("en")["picture"].parts[0]
    assert isinstance(picture, Picture)
    made = html(
        new_code_cell(
            "chart",
            outputs=[
                new_output("display_data", data={"application/vnd.vegalite.v5+json": picture.spec})
            ],
        )
    )
    assert "<svg class=wp-wide" in made


def test_a_failed_cell_stops_the_export_and_says_which():
    failed = new_code_cell(
        "1/0",
        outputs=[
            new_output(
                "error", ename="ZeroDivisionError", evalue="division by zero", traceback=["secret"]
            )
        ],
    )
    for exporter in (CardsHTML(), CardsPDF()):
        with pytest.raises(
            RunError, match=r"Cell 2 .*ZeroDivisionError: division by zero.*run the notebook again"
        ):
            exporter.from_notebook_node(notebook(card_cell("bars"), failed))
    failed.metadata["tags"] = ["raises-exception"]
    made = html(card_cell("bars", "en"), failed)
    assert "division by zero" in made
    assert "secret" not in made


def test_a_card_of_another_version_is_refused():
    cell = card_cell("bars")
    cell.outputs[0].data[MIME_TYPE]["parts"] = [{"kind": "pie"}]
    with pytest.raises(InputError, match="made by another version"):
        html(cell)


def test_an_unknown_layout_names_the_known():
    with pytest.raises(UnknownNameError, match="Did you mean 'brief'"):
        html(card_cell("bars"), layout="breif")


def test_hidden_cells_are_left_out():
    cell = card_cell("bars")
    cell.metadata["tags"] = ["remove-cell"]
    assert "data-card" not in html(cell, new_markdown_cell("words"))


def test_one_exporter_serves_many_notebooks():
    exporter = CardsHTML()
    first, second = notebook(card_cell("bars", "fr")), notebook(card_cell("table", "en"))
    for one in (first, second):
        one.metadata["papermill"] = {"end_time": "2026-11-23T07:40:00+00:00"}
    once = [exporter.from_notebook_node(one)[0] for one in (first, second)]
    assert [exporter.from_notebook_node(one)[0] for one in (first, second)] == once
    assert [re.findall('<html lang="(..)"', made) for made in once] == [["fr"], ["en"]]
    assert "23 nov. 2026 à 07:40" not in once[0]  # the reader's own zone
    assert "08:40" in once[0].replace("\u00a0", " ")


@pytest.mark.parametrize("kind", list(part_cards("en")))
def test_a_bundle_reads_back_as_its_card(kind: str):
    card = part_cards("es")[kind]
    document = bundle(card, locale("es"))
    assert read(document[MIME_TYPE]) == (card, locale("es"))
    assert set(document) == {MIME_TYPE, "text/html", "text/plain"}


def test_html_is_read_as_passages_and_tables():
    found = blocks(
        markdown(
            "# One\n\ntwo *three*\n\n* four\n\n| a | b |\n|---|---|\n| x | 1 |\n\n```\nk  l\n```"
        )
    )
    assert found[:3] == [(2, "One"), (0, "two three"), (0, "• four")]
    assert isinstance(found[3], Table)
    assert found[3].rows[0].cells == ("x", "1")
    assert [column.align for column in found[3].columns] == ["left", "right"]
    assert found[4:] == [(0, "k  l")]


@pytest.mark.parametrize("html", [
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<a href='data:text/html,x'>y</a>", "<math><mtext><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='x'>", "<form action=x><input>", "<img src='data:text/html;base64,PHNjcmlwdD4='>", "<p style='position:fixed'>x</p>",
])  # fmt: skip
def test_nothing_with_power_survives(html: str):
    left = str(safe(html))
    assert not re.search(r"alert|data:text|srcdoc|<form|<input|style|<svg|<iframe", left)
