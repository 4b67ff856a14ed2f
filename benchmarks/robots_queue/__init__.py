# SPDX-License-Identifier: EUPL-1.2
"""The ledger's throughput and start latency beside procrastinate and pgqueuer, in the same run.

peers     what each engine is asked to do, run in a virtual environment of its own
"""
