# SPDX-License-Identifier: EUPL-1.2
"""98 municipalities' plans coordinated by prices, beside the joint optimum of regions of ten."""
