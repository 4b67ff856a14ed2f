# SPDX-License-Identifier: EUPL-1.2
"""Workers and the database killed at random while notes are made where nothing is de-duplicated.

The robots' own way beside the three ways of today's engines, on the same target: without taking
lost items up again, taking them up from the start, and going on at the step after the last result.
"""
