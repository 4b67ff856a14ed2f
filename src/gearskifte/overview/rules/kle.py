# SPDX-License-Identifier: EUPL-1.2
"""KLE numbers: hovedgruppe "27", gruppe "27.35", emne "27.35.04"."""

from __future__ import annotations


def is_below(kle: str, above: str) -> bool:
    """Whether a KLE number is `above` or lies below it.

    >>> is_below("27.35.04", "27.35"), is_below("27.35.04", "27.3")
    (True, False)
    """
    return kle == above or kle.startswith(f"{above}.")
