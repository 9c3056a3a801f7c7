"""Array types of the projection."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Columns", "Days", "Floats"]

Bools: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.integer[Any]]
Floats: TypeAlias = NDArray[np.float64]
Columns: TypeAlias = dict[str, Floats]
