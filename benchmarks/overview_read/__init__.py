# SPDX-License-Identifier: EUPL-1.2
"""What it costs to show a citizen their whole overview, beside the least it could cost.

servers    the PostgreSQL of the benchmark
registry   a registry of any size: one citizen by messages, the others as copies
measuring  statements for each page, and rounds of raw, JSON and HTML
raw        pgbench: the same rows by their index, and nothing else
web        the pages, through the web server, for citizens who are logged in
load       the process that asks for them
cpu        what server processes have used
report     medians and ratios
"""
