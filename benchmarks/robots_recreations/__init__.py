# SPDX-License-Identifier: EUPL-1.2
"""Twenty-one kinds of work that Danish municipalities have public robots for, on mocks.

A file in `processes` is called as the public robot is (repositories of Odense and Aarhus). Its
first part is the mock of the case system: records, what can be changed in them, the items, and how
the records must look afterwards. Its second part is the recipe. Only the kind of work is taken from
the public robot; each recipe lacks what the municipality that uses it must say itself: approver,
KLE, legal basis. `python -m benchmarks.robots_recreations` runs every recipe twice: the second run
must change nothing.
"""
