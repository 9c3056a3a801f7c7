"""What stands in an SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

__all__ = ["SVG", "parsed", "titles", "words"]

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    """The root; raises where the text is not XML."""
    return ET.fromstring(svg)  # noqa: S314  # what our own renderer wrote


def words(svg: str) -> list[str]:
    """Every text, in order."""
    return [text.text or "" for text in parsed(svg).iter(f"{SVG}text")]


def titles(svg: str) -> list[str]:
    """What hovering tells, in order."""
    return [title.text or "" for title in parsed(svg).iter(f"{SVG}title")]
