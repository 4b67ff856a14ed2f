# SPDX-License-Identifier: EUPL-1.2
"""Wiring: settings, addresses, commands and the worker. Knows every room; known by none."""
