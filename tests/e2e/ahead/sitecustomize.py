# SPDX-License-Identifier: EUPL-1.2
"""Sets the product's clock ahead in the programs that a test starts with DAYS_AHEAD.

Python runs this by itself where the folder is on its path, before anything has asked for the time.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from gearskifte.kernel import time

AHEAD = timedelta(days=int(os.environ["DAYS_AHEAD"]))
_now = time.system_now


def later_now() -> datetime:
    """The present moment, so many days ahead."""
    return _now() + AHEAD


time.system_now = later_now
