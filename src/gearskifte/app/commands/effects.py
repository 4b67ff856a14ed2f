# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte effects …`: did service get better, or do we only believe so?"""

from __future__ import annotations

import click


@click.group()
def effects() -> None:
    """Effects: did service get better, or do we only believe so?"""
