# SPDX-License-Identifier: EUPL-1.2
"""The pure half of the screens: what a page says, and which field on it is meant."""
