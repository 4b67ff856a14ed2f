# SPDX-License-Identifier: EUPL-1.2
"""Reads foreign messages: bytes in, what the registry can take in out. Enter through `public`."""
