# SPDX-License-Identifier: EUPL-1.2
"""KLE: the municipalities' subject plan and action facets. KL's copyright: never shipped."""
