# SPDX-License-Identifier: EUPL-1.2
"""A log (first argument) taken in by the product, as Parquet (second); prints what it took."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import duckdb  # noqa: F401 - a library that is there before the log is read
import pyarrow  # noqa: F401

from gearskifte.connectors.public import LogMapping, log_rows
from gearskifte.effects.public import write_log

before = time.process_time()
rows = log_rows(Path(sys.argv[1]), LogMapping())
if rows is None:
    sys.exit("no XES")
events = write_log(rows, Path(sys.argv[2]))
print(
    json.dumps(
        {
            "events": events,
            "read_s": round(time.process_time() - before, 3),
            "whole_s": round(time.process_time(), 3),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
)
