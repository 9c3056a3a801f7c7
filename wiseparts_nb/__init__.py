"""The WiseParts workbench: each number defined once, drawn for every medium."""

from __future__ import annotations

__all__: list[str] = []
