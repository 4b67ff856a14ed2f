# SPDX-License-Identifier: EUPL-1.2
"""Commons (fællesskab): who already did this, what did it give, can we share it?"""
