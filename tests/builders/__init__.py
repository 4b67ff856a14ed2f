# SPDX-License-Identifier: EUPL-1.2
"""Named people, registrations and messages to try the product with. CPR numbers have day+60."""
