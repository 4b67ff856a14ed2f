# SPDX-License-Identifier: EUPL-1.2
"""A log (first argument) read into memory by rustxes; prints what it took."""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module

rustxes = import_module("rustxes")
before = time.process_time()
frame = rustxes.import_xes(sys.argv[1])[0]
print(
    json.dumps(
        {
            "events": len(frame),
            "read_s": round(time.process_time() - before, 3),
            "whole_s": round(time.process_time(), 3),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
)
