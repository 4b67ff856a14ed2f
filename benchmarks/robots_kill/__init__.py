# SPDX-License-Identifier: EUPL-1.2
"""Workers and the database killed at random while notes are made where nothing is de-duplicated."""
