# SPDX-License-Identifier: EUPL-1.2
"""The commands, one module for each part of the house they speak to."""
