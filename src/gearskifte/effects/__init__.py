# SPDX-License-Identifier: EUPL-1.2
"""Room 4: did service get better, or do we only believe so?"""
