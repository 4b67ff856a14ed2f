# SPDX-License-Identifier: EUPL-1.2
"""How many forged packages are accepted, and what leaves when personal data is strewn about."""
