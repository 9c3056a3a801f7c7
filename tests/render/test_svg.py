"""SVG for pages and for print."""

from __future__ import annotations

import struct

import vl_convert

from wiseparts_nb.render import fonts
from wiseparts_nb.render.bullet import Tick, mini_bullet
from wiseparts_nb.render.svg import KEY, literal, spark, tidy
from wiseparts_nb.render.theme import DARK, HATCH, LIGHT, css_variables, palette


def test_colours_become_literal_in_markup_only():
    svg = '<svg><text fill="var(--ink)">var(--ink)</text></svg>'
    assert literal(svg) == f'<svg><text fill="{LIGHT["ink"]}">var(--ink)</text></svg>'
    assert DARK["ink"] in literal(svg, palette("dark"))


def test_a_hatched_svg_carries_its_pattern_once():
    svg = f'<svg><path fill="{HATCH}"/><path fill="{HATCH}"/></svg>'
    assert literal(svg).count('<pattern id="wp-hatch"') == 1
    assert "<pattern" not in literal("<svg></svg>")


def test_a_description_becomes_a_title_and_a_key():
    svg = f'<svg><path aria-label="K &amp; 1{KEY}Kerval: &lt;3&gt;" role="x" aria-roledescription="bar" d="M0,0"/></svg>'
    assert '<path data-key="K &amp; 1" d="M0,0"><title>Kerval: &lt;3&gt;</title></path>' in tidy(
        svg
    )


def test_ids_differ_between_pictures_and_references_follow():
    one, other = (
        tidy(f'<svg><g id="clip0" fill="{fill}"/><g clip-path="url(#clip0)"/></svg>')
        for fill in "ab"
    )
    assert one != other
    name = one.partition('id="')[2].partition('"')[0]
    assert name.startswith("wp-")
    assert f"url(#{name})" in one
    assert name not in other


def test_links_and_foreign_pictures_go():
    svg = tidy(
        '<svg><a href="javascript:x"><text>t</text></a><image href="http://e.org/x.png"/></svg>'
    )
    assert "href" not in svg
    assert "<text>t</text>" in svg


def test_every_token_has_a_colour_in_both_modes():
    assert LIGHT.keys() == DARK.keys()
    styles = css_variables()
    for colours in (LIGHT, DARK):
        for token, colour in colours.items():
            assert len(colour) == 7
            assert f"--{token}:{colour};" in styles


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_and_graphics_can_be_told_from_their_ground():
    for colours in (LIGHT, DARK):
        for token in ("ink", "ink2", "ink3", "accent", "good", "bad", "warn"):
            assert contrast(colours[token], colours["surface"]) >= 4.5, token
        for token in ("ac", "py", "control"):
            assert contrast(colours[token], colours["surface"]) >= 3, token
        assert contrast(colours["ac"], colours["py"]) >= 3


def test_a_picture_is_drawn_with_inter_at_twice_the_size():
    fonts.register()
    svg = literal(
        mini_bullet(130, [Tick(120, ("Tier 2",))], projected=150, between=(140, 160), width=200)
    )
    png = vl_convert.svg_to_png(svg, scale=2)
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (400, 88)


def test_a_bullet_hatches_only_what_is_still_to_come():
    assert HATCH in mini_bullet(100, projected=120)
    assert HATCH not in mini_bullet(100, projected=90)
    assert HATCH not in mini_bullet(100)


def test_a_flat_or_single_value_has_a_sparkline():
    assert "polyline" in spark([2, 2, 2])
    assert "polyline" not in spark([2])
    assert "circle" in spark([2])
    assert "stroke-dasharray" in spark([1, 2], reference=1.5)
