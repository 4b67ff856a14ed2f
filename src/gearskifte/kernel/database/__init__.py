# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL: where it comes from, how it is kept running, who may do what in it.

    provider   which database this installation uses, and its four addresses
    binaries   which PostgreSQL programs run the embedded one (found, never installed)
    server     one embedded PostgreSQL: its folders, its address, what it needs
    lifecycle  making, starting, stopping and erasing it
    attach     many processes sharing it; the last one out stops it
    roles      owner, worker and web, and the check that web cannot see past row security
    migrate    tables to the newest version, then every room's grants
    queries    named SQL files
    doctor     what is missing on this machine and how to mend it

`account` and `processes` know the operating system; `failures` holds every GS-DB error text.
"""
