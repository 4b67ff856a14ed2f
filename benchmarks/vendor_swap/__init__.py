# SPDX-License-Identifier: EUPL-1.2
"""A vendor swap of many cases: how long it takes, and whether any citizen notices.

Two systems send the same cases as SF1470 messages, the second under ids of its own. The swap is
rehearsed and carried out as the command does it, while citizens read their pages all the time.
"""
