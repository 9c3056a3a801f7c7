"""Month projection and agreement forecast: numbers in, numbers out."""

from __future__ import annotations

from wiseparts_nb.projection.outcome import chance_of
from wiseparts_nb.projection.pool import Pool
from wiseparts_nb.projection.projecting import pool_of, project, project_sums

__all__ = ["Pool", "chance_of", "pool_of", "project", "project_sums"]
