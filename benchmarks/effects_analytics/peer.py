# SPDX-License-Identifier: EUPL-1.2
"""The same with PM4Py, which the product never imports: run by an interpreter that has it."""

import json
import sys

import pandas as pd  # type: ignore[import-untyped,unused-ignore]
import pm4py  # type: ignore[import-not-found,unused-ignore]

table = pd.read_parquet(sys.argv[1])
table = pm4py.format_dataframe(table, case_id="case", activity_key="activity", timestamp_key="at")
durations = pm4py.get_all_case_durations(table)
graph, _, _ = pm4py.discover_dfg(table)
pm4py.discover_performance_dfg(table)
variants = pm4py.get_variants(table)
counts = table.groupby(["case:concept:name", "concept:name"]).size()
rework = (counts > 1).groupby(level=0).any().sum()
decided = table[table["concept:name"].str.startswith("01_HOOFD_510_")]
decided = decided.groupby("case:concept:name")["day"].min()
cases = table.groupby("case:concept:name").agg(
    municipality=("municipality", "first"), started=("started", "first"), due=("deadline", "first")
)
cases["met"] = decided.reindex(cases.index) <= cases["due"]
cases["quarter"] = pd.to_datetime(cases["started"]).dt.tz_localize(None).dt.to_period("Q")
cases.groupby(["municipality", "quarter"])["met"].mean()
print(
    json.dumps(
        {
            "cases": len(cases),
            "edges": len(graph),
            "variants": len(variants),
            "rework": int(rework),
            "median_days": round(float(pd.Series(durations).median() / 86400), 6),
        }
    )
)
