"""Inter in each form holds what the pages say, is made once, and measures as the font itself does."""

from __future__ import annotations

import base64
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from wiseparts_nb.errors import ConfigurationError
from wiseparts_nb.render import fonts

NEEDED = "\u202f\u2212\u00a0€→↑↓▲▼…’éÉœŒñßøşž" + "0123456789%"


def test_the_browser_font_is_small_and_whole():
    packed = base64.b64decode(fonts.browser_font().partition(",")[2])
    assert len(packed) < 48_000
    font: Any = TTFont(BytesIO(packed))
    held = font.getBestCmap()
    assert {char for char in NEEDED if ord(char) not in held} == set()
    absent_in_inter = {
        0xAD,
        0x149,
    }  # the soft hyphen, which nobody sees, and a letter nobody writes
    assert set(range(0xA0, 0x180)) - set(held) == absent_in_inter
    weights = font["fvar"].axes[0]
    assert (weights.axisTag, weights.minValue, weights.maxValue) == ("wght", 400, 600)
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_the_static_cuts_are_three_weights_of_one_family():
    found = sorted(fonts.static_fonts().iterdir())
    assert [file.name for file in found] == [
        "Inter-Medium.ttf",
        "Inter-Regular.ttf",
        "Inter-SemiBold.ttf",
    ]
    for file, weight in zip(found, (500, 400, 600), strict=True):
        font: Any = TTFont(file)
        assert font["OS/2"].usWeightClass == weight
        assert (font["name"].getDebugName(16) or font["name"].getDebugName(1)) == "Inter"
        assert "fvar" not in font


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_widths_are_those_of_the_static_cut(weight: fonts.Weight):
    name = {400: "Regular", 500: "Medium", 600: "SemiBold"}[weight]
    font: Any = TTFont(fonts.static_fonts() / f"Inter-{name}.ttf")
    advances, cmap = font["hmtx"], font.getBestCmap()
    for char in "aWéœ€−\u202f":
        expected = advances[cmap[ord(char)]][0] / font["head"].unitsPerEm
        assert fonts.text_width(char, 1, weight=weight) == pytest.approx(expected, abs=0.001)


def test_figures_are_all_as_wide():
    assert len({fonts.text_width(figure, 11) for figure in "0123456789"}) == 1


@pytest.mark.parametrize(
    "text", ["", "short", "x" * 300, "a\nb\x00c\x1b", "\ud800 lone", "שלום " * 30, "👩‍🔧" * 40]
)
def test_a_fitted_text_is_one_line_within_its_room(text: str):
    fitted = fonts.fit(text, 90, 12)
    assert fonts.text_width(fitted, 12) <= 90
    assert not set(fitted) & set("\n\x00\x1b\ud800")
    assert (fitted == text) == (text in {"", "short"})


def test_a_cache_that_cannot_be_written_gives_way_to_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    fonts._shelf.cache_clear()
    try:
        shelf = fonts._shelf()
        assert shelf.is_dir()
        assert blocked not in shelf.parents
        monkeypatch.setattr("tempfile.tempdir", str(blocked))
        fonts._shelf.cache_clear()
        with pytest.raises(ConfigurationError, match="XDG_CACHE_HOME"):
            fonts._shelf()
    finally:
        fonts._shelf.cache_clear()


def test_a_cut_is_made_once_and_leaves_nothing_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fonts._shelf.cache_clear()
    made: list[Path] = []

    def make(place: Path) -> None:
        made.append(place)
        place.write_text("cut")

    try:
        first = fonts._once("a", make)
        assert fonts._once("a", make) == first
        assert len(made) == 1
        assert os.listdir(first.parent) == ["a"]  # noqa: PTH208  # names are what is compared
    finally:
        fonts._shelf.cache_clear()
