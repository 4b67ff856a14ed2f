# SPDX-License-Identifier: EUPL-1.2
"""The arrays that the rules reckon with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
