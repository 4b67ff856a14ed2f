# SPDX-License-Identifier: EUPL-1.2
"""The pure half of the robots: the recipe language, and the machine that walks through it."""
