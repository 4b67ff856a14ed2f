# SPDX-License-Identifier: EUPL-1.2
"""`python -m gearskifte` is the command `gearskifte`."""

from __future__ import annotations

from gearskifte.app.cli import main

main()
