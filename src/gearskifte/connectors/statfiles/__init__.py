# SPDX-License-Identifier: EUPL-1.2
"""Files of statistics that somebody downloaded: CSV, PX, JSON-stat 1 and 2, XLSX; also gzipped."""
