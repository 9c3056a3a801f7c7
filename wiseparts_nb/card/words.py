"""Parts in words: who, the verdict, reasons, steps, a timeline, a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wiseparts_nb.text import Day, Moment, Value, Words

__all__ = [
    "Entry",
    "Finding",
    "Findings",
    "Headline",
    "Identity",
    "Note",
    "Step",
    "Steps",
    "Timeline",
    "Tone",
]

Tone = Literal["good", "bad", "warn", "neutral"]
"""good and bad: better or worse than the reference; warn: attention; neutral: no judgement."""


@dataclass(frozen=True)
class Identity:
    """Who the page is about: name, facts in one line, and (at the right) the meeting it was made for."""

    name: str
    facts: tuple[Value, ...] = ()
    meeting: tuple[Value, ...] = ()
    kind: Literal["identity"] = "identity"


@dataclass(frozen=True)
class Headline:
    """The verdict: a badge (word with its tone) and one sentence."""

    badge: Words
    tone: Tone
    sentence: Words
    kind: Literal["headline"] = "headline"


@dataclass(frozen=True)
class Finding:
    """One reason: a figure, what it means with its comparison and period, and the money behind it."""

    tone: Tone
    mark: Literal["up", "down", "flat", "alert", "clock"]
    figure: Value
    text: Words
    amount: Value | None = None


@dataclass(frozen=True)
class Findings:
    """Reasons, the worst first."""

    findings: tuple[Finding, ...]
    kind: Literal["findings"] = "findings"


@dataclass(frozen=True)
class Step:
    """Something to do; ``source`` names the rule that proposed it."""

    text: Words
    source: str


@dataclass(frozen=True)
class Steps:
    """Numbered things to do or to raise, the most valuable first."""

    title: Words
    steps: tuple[Step, ...]
    kind: Literal["steps"] = "steps"


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline; ``icon`` names its sort, ``key`` the record behind it."""

    at: Day | Moment
    icon: Literal[
        "visit",
        "call",
        "meeting",
        "online_meeting",
        "email",
        "other",
        "task",
        "note",
        "system",
        "quote",
        "order",
        "due",
    ]
    text: Words
    who: str | None = None
    tone: Tone = "neutral"
    key: str | None = None


@dataclass(frozen=True)
class Timeline:
    """Entries in the order they are read."""

    entries: tuple[Entry, ...]
    kind: Literal["timeline"] = "timeline"


@dataclass(frozen=True)
class Note:
    """A sentence that stands apart: a hint, a warning, a definition."""

    text: Words
    tone: Tone = "neutral"
    kind: Literal["note"] = "note"
