# SPDX-License-Identifier: EUPL-1.2
"""The ledger's throughput and start latency beside procrastinate, pgqueuer and DBOS, in one run.

peers     what each engine is asked to do, run in a virtual environment of its own
"""
