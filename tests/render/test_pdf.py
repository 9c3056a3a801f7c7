"""The printed brief and the printed notebook, read back as a reader's programs read them."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.render import sample_brief
from tests.render.sample_figures import SALES
from wiseparts_nb.card import Card, Finding, Findings, Identity, Note, Row, Table, Timeline
from wiseparts_nb.locale import LANGUAGES, Language, Locale, messages
from wiseparts_nb.render import pdf as pdf_module
from wiseparts_nb.render.pdf import Passage, pdf
from wiseparts_nb.render.pdf_cards import part_of
from wiseparts_nb.render.pdf_charts import Pictures
from wiseparts_nb.render.pdf_fit import breakable, clean, clip, shares
from wiseparts_nb.render.pdf_press import Press
from wiseparts_nb.render.pdf_style import FULL, STYLES
from wiseparts_nb.text import Money, Text

ALL = [(variant, language) for variant in sample_brief.VARIANTS for language in LANGUAGES]
SPACES = re.compile(r"[\s\u00a0\u202f\u200b]+")


@cache
def made(variant: str, language: Language) -> bytes:
    """Return a brief, made once for all tests."""
    return printed(sample_brief.VARIANTS[variant](language), language)


def printed(
    cards: list[Card], language: Language = "fr", *, title: str = "Fiche de rendez-vous"
) -> bytes:
    """Return a brief of these cards."""
    return pdf(cards, Locale(language, zone="Europe/Paris"), title=title, made=sample_brief.MADE)


def squeezed(text: str) -> str:
    """Return the text without spaces: where a line breaks is no matter here."""
    return SPACES.sub("", text)


def text_of(file: bytes) -> str:
    """Return what a reader can select and copy."""
    return squeezed(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    )


def elements(file: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Return every structure element in reading order."""
    waiting = [file.Root.StructTreeRoot]
    while waiting:
        one = waiting.pop()
        if "/S" in one:
            yield one
        kids = one.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in reversed(list(kids)) if isinstance(kid, pikepdf.Dictionary)]


@pytest.mark.parametrize(("variant", "language"), ALL)
def test_a_brief_has_two_pages_and_its_fonts_inside(variant: str, language: Language):
    with pikepdf.open(io.BytesIO(made(variant, language))) as file:
        assert len(file.pages) == 2
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        embedded = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert fonts
        assert all("/FontFile2" in one or "/FontFile3" in one for one in embedded)
        names = {str(one.FontName) for one in embedded}
        if variant != "hostile":
            assert all("Inter-" in name for name in names), names


@pytest.mark.parametrize(("variant", "language"), ALL)
def test_a_brief_says_its_language_and_title_and_is_tagged(variant: str, language: Language):
    with pikepdf.open(io.BytesIO(made(variant, language))) as file:
        assert str(file.Root.Lang) == language
        assert bool(file.Root.MarkInfo.Marked)
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Fiche de rendez-vous"
            assert metadata["pdfuaid:part"] == "1"
        kinds = [str(one.S) for one in elements(file)]
        assert kinds.count("/H1") == 1
        pictures = [one for one in elements(file) if one.S == "/Figure"]
        assert all(str(one.get("/Alt", "")).strip() for one in pictures)


@pytest.mark.needs_pdftoppm
@pytest.mark.parametrize(("variant", "language"), ALL)
def test_nothing_is_printed_outside_the_margins(variant: str, language: Language, tmp_path: Path):
    file = tmp_path / "brief.pdf"
    file.write_bytes(made(variant, language))
    words = subprocess.run(
        ["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True
    ).stdout
    boxes = re.findall(
        r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<', words
    )
    outside = [
        box for box in boxes
        if float(box[0]) < 45 or float(box[2]) > 595.28 - 44.5 or float(box[1]) < 40 or float(box[3]) > 827
    ]  # fmt: skip
    assert len(boxes) > 20
    assert outside == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_can_be_selected(language: Language):
    locale = Locale(language)
    text = text_of(made("full", language))
    for amount in (36214, 50400, 41860, 18420, 23440, 10120, 8300, 12480, 38630):
        assert squeezed(locale.show(Money(Decimal(amount)))) in text
    decimal = "." if language == "en" else ","
    for thousands in SALES:  # these stand in the chart
        assert thousands.replace(".", decimal) in text
    for page in (1, 2):
        assert squeezed(locale.text(Text("pdf.page", {"n": str(page), "total": "2"}))) in text


def test_the_first_page_is_what_to_know_and_the_second_the_detail():
    first, second = (
        squeezed(page.extract_text())
        for page in pypdf.PdfReader(io.BytesIO(made("full", "en"))).pages
    )
    for title in (
        "Toraiseinthemeeting",
        "Sincethelastbrief",
        "Salesofthelast12months",
        "Dueamounts",
    ):
        assert title in first
        assert title not in second
    for title in (
        "Openquotes",
        "Salesbybrand",
        "Latestevents",
        "Upcoming",
        "Notesandcommitments",
        "Hidden:",
    ):
        assert title in second
        assert title not in first


@pytest.mark.parametrize("absent", [card.name for card in sample_brief.brief("fr")])
def test_any_card_may_be_absent(absent: str):
    cards = sample_brief.without(sample_brief.brief("fr"), absent)
    assert len(pypdf.PdfReader(io.BytesIO(printed(cards))).pages) == 2


@pytest.mark.parametrize("variant", ["small", "near_empty", "prospect"])
def test_what_is_empty_becomes_lines_to_write_on(variant: str):
    text = text_of(made(variant, "en"))
    assert "Questionstoask" in text
    assert "Whatwasagreed" in text


def test_the_same_cards_give_the_same_bytes():
    assert printed(sample_brief.brief("fr")) == made("full", "fr")
    abroad = sample_brief.MADE.astimezone(timezone(timedelta(hours=9)))
    locale = Locale("fr", zone="Europe/Paris")
    again = pdf(sample_brief.brief("fr"), locale, title="Fiche de rendez-vous", made=abroad)
    assert again == made("full", "fr")


def test_hostile_strings_are_shown_as_they_are():
    text = text_of(made("hostile", "en"))
    for string in sample_brief.HOSTILE[:2]:
        assert squeezed(string) in text
    for piece in (
        '#read("/etc/passwd")',
        "back\\slash",
        "{x}{n}**bold**_it_`code`@ref<label>//c",
        "nulbell",
    ):
        assert squeezed(piece) in text
    assert "root:" not in text
    assert not re.search(r"[\x00-\x08\u202e]", text)


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Đình Chiểu", "Łukasz Żółć", "Ελληνικά Ηλεκτρικά", "Київенерго",  # Inter has these
        "E\u0301lectricite\u0301",  # composed on the way
        "שלום", "العربية", "日本語株式会社", "한국전자", "😀", "👩‍👩‍👧", "\U000e1fff", "क्षत्रिय",
    ],
)  # fmt: skip
def test_no_script_stops_the_press(name: str):
    cards = [Card("customer", "", (Identity(f"{name} 4711"),))]
    file = printed(cards, "en")
    assert len(pypdf.PdfReader(io.BytesIO(file)).pages) == 2
    assert "4711" in text_of(file)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=400), min_size=4, max_size=4), st.integers(0, 60))
def test_any_text_fits_two_pages(texts: list[str], rows: int):
    figure, sentence, cell, title = texts
    cards = [
        Card("health", title, (Findings((Finding("bad", "up", figure, sentence),) * (rows % 7)),)),
        Card("open_quotes", title, (_table(cell, rows),), meta=sentence, message=sentence),
        Card("latest_events", title, sample_brief.latest_events("en").parts, footer=cell),
        Card("other", title, (Note(sentence),)),
        Card("provenance", title, (Note(sentence),)),
    ]
    assert len(pypdf.PdfReader(io.BytesIO(printed(cards, title=title))).pages) == 2


def _table(cell: str, rows: int) -> Table:
    table = sample_brief.open_quotes("en").parts[0]
    assert isinstance(table, Table)
    return replace(table, rows=tuple(Row((cell,) * len(table.columns)) for _ in range(rows)))


def test_rows_left_out_are_summed_so_that_parts_make_the_total():
    table = sample_brief.open_quotes("en").parts[0]
    assert isinstance(table, Table)
    total = Row(("Total", None, None, None, Money(Decimal(38630 * 3)), None))
    locale = Locale("en")
    drawn = part_of(
        replace(table, rows=table.rows * 3, total=total),
        FULL,
        Press(locale, STYLES[0], Pictures(locale)),
    )
    assert len(drawn["rows"]) == STYLES[0].rows
    assert drawn["rest"]["cells"][0] == "10 more"
    assert drawn["rest"]["cells"][4] == "€77,260"
    assert drawn["total"]["cells"][4] == "€115,890"


def test_cards_that_lose_rows_are_named_in_the_small_print():
    text = text_of(made("huge", "en"))
    assert "Shortenedonpaper:Salesbybrand,12months,Latestevents." in text
    assert "Shortened" not in text_of(made("full", "en"))


def test_cards_without_a_place_are_printed_where_there_is_room_and_else_named():
    full = text_of(made("with_strangers", "en"))
    assert "Notprintedforlackofroom:Mymargin,Mylist." in full
    roomy = [sample_brief.customer("en"), *sample_brief.with_strangers("en")[-2:]]
    text = text_of(printed(roomy, "en"))
    assert "Notprinted" not in text
    assert "Mymargin" in text


def test_many_cards_without_a_place_stay_on_two_pages():
    strangers = [
        Card(f"own_{place}", "My list " + "W" * 300, sample_brief.open_quotes("en").parts)
        for place in range(30)
    ]
    file = printed([*sample_brief.brief("en"), *strangers], "en")
    assert len(pypdf.PdfReader(io.BytesIO(file)).pages) == 2
    assert "Notprintedforlackofroom:MylistWWW" in text_of(file)


def test_a_table_has_heads_and_steps_are_a_list():
    with pikepdf.open(io.BytesIO(made("full", "fr"))) as file:
        kinds = [str(one.S) for one in elements(file)]
    assert kinds.count("/TH") >= 10
    assert kinds.count("/LI") == 4
    assert kinds.count("/Figure") == 6
    assert kinds.index("/H1") < kinds.index("/H2")


def test_typst_reads_its_templates_and_nothing_else(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    compiler = pdf_module._compiler.__wrapped__("brief", every_font=False)
    for path in (str(secret), "../pdf.py", "/etc/hostname"):
        with pytest.raises(typst.TypstError):
            compiler.compile(input=f"#read({path!r})".replace("'", '"').encode(), format="pdf")
    templates = Path(pdf_module.__file__).with_name("typst")
    sources = [file.read_text(encoding="utf-8") for file in sorted(templates.iterdir())]
    assert len(sources) == 4
    assert not any(
        "@preview" in source or "read(" in source or "eval(" in source for source in sources
    )


def test_a_notebook_flows_over_as_many_pages_as_it_needs():
    cards = sample_brief.huge("en")
    blocks = [
        Passage("My analysis", 1),
        Passage("A paragraph with #no markup."),
        Passage("Sales", 2),
        *cards,
    ]
    file = pdf(blocks, Locale("en"), title="My analysis", made=sample_brief.MADE, layout="flow")
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    text = text_of(file)
    assert len(pages) > 3
    assert squeezed(f"Page {len(pages)} of {len(pages)}") in text
    assert "Aparagraphwith#nomarkup." in text
    quotes = next(card for card in cards if card.name == "open_quotes").parts[0]
    events = next(card for card in cards if card.name == "latest_events").parts[0]
    assert isinstance(quotes, Table)
    assert isinstance(events, Timeline)
    assert text.count("Waitsfordeliverydates") == len(quotes.rows) / 5
    assert text.count("2027pricelistsent") == len(events.entries) / 5
    assert "Shortened" not in text
    with pikepdf.open(io.BytesIO(file)) as opened:
        kinds = [str(one.S) for one in elements(opened)]
    assert kinds.index("/H1") < kinds.index("/P") < kinds.index("/H2")


def test_a_notebook_without_a_heading_begins_with_its_title():
    file = pdf(
        [Card("note", "A note", (Note("Words."),))],
        Locale("en"),
        title="Weekly",
        made=sample_brief.MADE,
        layout="flow",
    )
    assert text_of(file).startswith("WeeklyAnoteWords.")


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("a\x00b", "a b"), ("a\nb\tc", "a b c"), ("a\u202eb\u2066c\ufeff", "abc"), ("\ud800", "?"),
        ("e\u0301", "é"), ("12\u202f480\u00a0€", "12\u202f480\u00a0€"),
    ],
)  # fmt: skip
def test_clean(dirty: str, cleaned: str):
    assert clean(dirty) == cleaned


def test_clip_says_that_something_is_missing():
    assert clip("Marchand", 500, size=9) == "Marchand"
    assert clip("Marchand & Fils", 50, size=9).endswith("…")
    assert clip("Marchand & Fils", 0, size=9) == "…"
    assert squeezed(breakable("W" * 100)) == "W" * 100


@given(
    st.lists(st.tuples(st.floats(1, 400), st.booleans()), min_size=1, max_size=8),
    st.floats(50, 600),
)
def test_columns_fill_the_room_and_no_more(columns: list[tuple[float, bool]], room: float):
    natural, growing = [width for width, _ in columns], [grows for _, grows in columns]
    widths = shares(natural, room, growing=growing)
    assert sum(widths) == pytest.approx(room)
    assert all(width > 0 for width in widths)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_layout_is_said(language: Language):
    said = {key for key in messages()[language] if key.startswith("pdf.")}
    used = {f"pdf.{word}" for word in pdf_module._WORDS}
    assert used <= said
