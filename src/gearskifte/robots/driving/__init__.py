# SPDX-License-Identifier: EUPL-1.2
"""Drivers for what is not a screen: other systems by HTTP, files, and secrets."""
