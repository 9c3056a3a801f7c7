"""Words and values on their way into HTML: cleaned, escaped, and never broken within a document's number."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from wiseparts_nb.locale import Locale
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.text import Value, Words

__all__ = ["said", "shown"]

_DOCUMENT_NUMBER = re.compile(r"\b[A-Z]{1,4}(?:-\d+)+\b")
_LONGEST_WHOLE = 24


def shown(value: Value, locale: Locale) -> Markup:
    """Return a value as escaped text of one line; short ones with digits are never broken."""
    text = clean(locale.show(value))
    whole = len(text) <= _LONGEST_WHOLE and (
        not isinstance(value, str) or _DOCUMENT_NUMBER.fullmatch(text)
    )
    return (
        Markup('<span class="wp-nw">{}</span>').format(text)
        if whole and re.search(r"[ -]", text)
        else escape(text)
    )


def said(words: Words, locale: Locale) -> Markup:
    """Return a sentence as escaped text with its emphasis; document numbers in it are never broken."""
    pieces = ((_unbroken(clean(run.text)), run.bold) for run in locale.runs(words))
    return Markup().join(
        Markup("<strong>{}</strong>").format(text) if bold else text for text, bold in pieces
    )


def _unbroken(text: str) -> Markup:
    # Capitals, digits and hyphens are the same before and after escaping.
    return Markup(_DOCUMENT_NUMBER.sub(r'<span class="wp-nw">\g<0></span>', str(escape(text))))  # noqa: S704
