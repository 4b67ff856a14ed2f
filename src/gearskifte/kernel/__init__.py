# SPDX-License-Identifier: EUPL-1.2
"""What every room stands on: time, quantities, configuration, access, audit, events, errors."""
