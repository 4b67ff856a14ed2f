# SPDX-License-Identifier: EUPL-1.2
"""The door of the ui: everything other packages may use in Python. Templates use `ui/…html`."""

from __future__ import annotations

from gearskifte.ui.assets import asset
from gearskifte.ui.charts import Bar, BarChart, Line, LineChart, WaterfallChart
from gearskifte.ui.formats import (
    clock,
    day,
    day_and_clock,
    day_range,
    duration,
    iso,
    kroner,
    long_day,
    number,
    quantity,
    relative_day,
)
from gearskifte.ui.jinja import TEMPLATE_FOLDER, current_language, environment
from gearskifte.ui.pages import (
    bad_request,
    csrf_failure,
    error_response,
    page_not_found,
    permission_denied,
    render,
    server_error,
)
from gearskifte.ui.paging import Paging
from gearskifte.ui.shell import Guide, Link, Shell, Who

__all__ = [
    "TEMPLATE_FOLDER",
    "Bar",
    "BarChart",
    "Guide",
    "Line",
    "LineChart",
    "Link",
    "Paging",
    "Shell",
    "WaterfallChart",
    "Who",
    "asset",
    "bad_request",
    "clock",
    "csrf_failure",
    "current_language",
    "day",
    "day_and_clock",
    "day_range",
    "duration",
    "environment",
    "error_response",
    "iso",
    "kroner",
    "long_day",
    "number",
    "page_not_found",
    "permission_denied",
    "quantity",
    "relative_day",
    "render",
    "server_error",
]
