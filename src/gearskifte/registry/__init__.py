# SPDX-License-Identifier: EUPL-1.2
"""Room 1: what is going on in all our systems, whoever the vendor is (indeksregister)."""
