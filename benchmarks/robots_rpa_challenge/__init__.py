# SPDX-License-Identifier: EUPL-1.2
"""The RPA Challenge: ten records into a form whose seven fields change places at every save.

The page is our own, written from the challenge's public description: labels that are not tied to
their fields, ids and names that are new every round, and a count at the end of what was right.
`python -m benchmarks.robots_rpa_challenge` plays it many times, with other strategies beside.
"""
