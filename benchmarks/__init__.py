# SPDX-License-Identifier: EUPL-1.2
"""Measurements of the product as it runs. See README.md."""
