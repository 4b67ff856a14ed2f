# SPDX-License-Identifier: EUPL-1.2
"""How long it takes from a system's POST until the citizen's page shows it.

message    a case of a citizen's, as a system would send it
load       the process that sends, and looks at the pages as the citizens
"""
