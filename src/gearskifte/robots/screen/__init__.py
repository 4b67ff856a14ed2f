# SPDX-License-Identifier: EUPL-1.2
"""Screens: how a robot finds the right field on a page, acts on it, and shows what it did."""
