"""Array types of the projection."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Days", "Floats"]

Bools: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.integer[Any]]
Floats: TypeAlias = NDArray[np.float64]
