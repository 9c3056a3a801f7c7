"""Icons: 16 px outlines in the colour of the text beside them, hidden from readers who hear the page."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

__all__ = ["ICONS", "icon"]

ICONS: Mapping[str, str] = {
    # marks of findings
    "up": "M8 13.5v-11M3.8 6.7 8 2.5l4.2 4.2",
    "down": "M8 2.5v11M3.8 9.3 8 13.5l4.2-4.2",
    "flat": "M2.5 8h11M9.3 3.8 13.5 8l-4.2 4.2",
    "alert": "M8 2.2 14.3 13.4H1.7zM8 6.6v3.2M8 11.6v.1",
    "clock": "M8 1.8a6.2 6.2 0 1 0 .01 0M8 4.6V8l2.4 1.5",
    # tones
    "good": "M2.8 8.6 6.2 12l7-7.6",
    "bad": "M8 2.5v11M3.8 9.3 8 13.5l4.2-4.2",
    "warn": "M8 2.2 14.3 13.4H1.7zM8 6.6v3.2M8 11.6v.1",
    "neutral": "M8 1.8a6.2 6.2 0 1 0 .01 0M8 7.4v3.6M8 5v.1",
    # what opens
    "chevron": "M6 3.5 10.5 8 6 12.5",
    # entries of a timeline
    "visit": "M8 14.2s4.7-4.1 4.7-7.6a4.7 4.7 0 0 0-9.4 0c0 3.5 4.7 7.6 4.7 7.6zM8 5a1.7 1.7 0 1 0 .01 0",
    "call": "M3.2 2.6h2.6l1.2 3-1.6 1.2a8 8 0 0 0 3.8 3.8L10.4 9l3 1.2v2.6c0 .4-.4.8-.8.8A9.8 9.8 0 0 1 2.4 3.4c0-.4.4-.8.8-.8z",
    "meeting": "M5.6 3.2a2 2 0 1 0 .01 0M1.8 13c0-2.4 1.6-3.8 3.8-3.8S9.4 10.6 9.4 13M10.6 3.4a1.9 1.9 0 0 1 0 3.7M11.4 9.4c1.7.3 2.8 1.6 2.8 3.6",
    "online_meeting": "M1.8 4.4h8.4v7.2H1.8zM10.2 7.2l4-2.2v6l-4-2.2",
    "email": "M1.8 3.6h12.4v8.8H1.8zM2 4l6 4.8L14 4",
    "other": "M3.5 7.9h.1M8 7.9h.1M12.5 7.9h.1",
    "task": "M2.4 2.4h11.2v11.2H2.4zM5.2 8.2l2 2 3.6-4.2",
    "note": "M3.2 1.8h9.6v12.4H3.2zM5.6 5.2h4.8M5.6 8h4.8M5.6 10.8h2.6",
    "system": "M8 5.6a2.4 2.4 0 1 0 .01 0M8 1.6v2M8 12.4v2M1.6 8h2M12.4 8h2M3.5 3.5l1.4 1.4M11.1 11.1l1.4 1.4M3.5 12.5l1.4-1.4M11.1 4.9l1.4-1.4",
    "quote": "M9.4 1.8H3.4v12.4h9.2V5zM9.4 1.8V5h3.2M5.8 8h4.4M5.8 10.8h4.4",
    "order": "M1.6 2.4h1.8l1.8 7.6h6.8l1.6-5.6H4M6 12.4a.8.8 0 1 0 .01 0M11.2 12.4a.8.8 0 1 0 .01 0",
    "due": "M3.2 1.8v12.4l1.6-1 1.6 1 1.6-1 1.6 1 1.6-1 1.6 1V1.8zM5.8 5.2h4.4M5.8 8.2h4.4",
    # controls
    "how": "M8 1.8a6.2 6.2 0 1 0 .01 0M8 7.4v3.6M8 5v.1",
    "refresh": "M13.4 8a5.4 5.4 0 1 1-1.6-3.8M13.6 1.8v3h-3",
    "choose": "M5 6.2 8 3.2l3 3M5 9.8l3 3 3-3",
    "close": "M3.5 3.5l9 9M12.5 3.5l-9 9",
    "download": "M8 2v8M4.6 6.8 8 10.2l3.4-3.4M2.8 13.4h10.4",
    "print": "M4.4 5.6V2h7.2v3.6M4.4 11.6H2.2v-6h11.6v6h-2.2M4.4 9.4h7.2V14H4.4z",
    "theme": "M13.6 9.6A6 6 0 0 1 6.4 2.4a6 6 0 1 0 7.2 7.2z",
    "mail": "M1.8 3.6h12.4v8.8H1.8zM2 4l6 4.8L14 4",
    "plus": "M8 3v10M3 8h10",
    "trash": "M2.6 4.2h10.8M6 4V2.4h4V4M3.8 4.2l.7 9.4h7l.7-9.4M6.6 7v4M9.4 7v4",
    "lock": "M3.6 7.2h8.8v6.4H3.6zM5.4 7.2V4.8a2.6 2.6 0 0 1 5.2 0v2.4",
    "copy": "M5.6 5.6h8v8h-8zM10.4 5.6V2.4h-8v8h3.2",
    "pencil": "M2.6 13.4l.7-3.1 7.6-7.6 2.4 2.4-7.6 7.6zM9.4 4.2l2.4 2.4",
    "check": "M2.8 8.6 6.2 12l7-7.6",
    "eye": "M1.4 8S3.8 3.8 8 3.8 14.6 8 14.6 8 12.2 12.2 8 12.2 1.4 8 1.4 8zM8 6a2 2 0 1 0 .01 0",
    "send": "M14 2 1.8 6.6l5 2.4 2.4 5zM14 2 6.8 9",
    # against what is expected
    "thumb_up": "M5.2 7.2v6.2H2.6V7.2zM5.2 7.2l2.6-5a1.5 1.5 0 0 1 1.5 1.7l-.3 2.5h3.3c.9 0 1.5.8 1.3 1.6l-.9 4.1c-.2.8-.8 1.3-1.6 1.3H5.2",
    "thumb_down": "M5.2 8.8V2.6H2.6v6.2zM5.2 8.8l2.6 5a1.5 1.5 0 0 0 1.5-1.7l-.3-2.5h3.3c.9 0 1.5-.8 1.3-1.6l-.9-4.1c-.2-.8-.8-1.3-1.6-1.3H5.2",
    "filter": "M2.4 4h11.2M4.6 8h6.8M6.8 12h2.4",
}  # fmt: skip
"""The outline of every icon as SVG path data."""

_DRAWN = Markup('<svg class="wp-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>')


def icon(name: str) -> Markup:
    """Return an icon; a word beside it, or in it for those who hear the page, must say the same."""
    return _DRAWN.format(ICONS[name])
