# SPDX-License-Identifier: EUPL-1.2
"""Room 3: who does the repetitive work, and what happens when it goes wrong (softwarerobotter)."""
