# SPDX-License-Identifier: EUPL-1.2
"""Charts as SVG made on the server: bars, and lines with a band of uncertainty.

Pure: a chart and a language in, markup out. Made for a strict content policy and for reading
without seeing: no script, no inline style, a title and a description, and `*_table` gives the same
numbers as rows. Widths are percentages and heights follow the reader's font size, so the text
keeps its size on a phone. Lines differ by dash as well as by colour.
"""

from __future__ import annotations

from gearskifte.ui.charts.bars import bar_svg
from gearskifte.ui.charts.data import (
    Bar,
    BarChart,
    Line,
    LineChart,
    WaterfallChart,
    bar_table,
    line_table,
    waterfall_table,
)
from gearskifte.ui.charts.lines import line_svg
from gearskifte.ui.charts.waterfall import waterfall_svg

__all__ = [
    "Bar",
    "BarChart",
    "Line",
    "LineChart",
    "WaterfallChart",
    "bar_svg",
    "bar_table",
    "line_svg",
    "line_table",
    "waterfall_svg",
    "waterfall_table",
]
