# SPDX-License-Identifier: EUPL-1.2
"""The synthetic municipality: invented lives, told only as standard messages from four vendors."""
