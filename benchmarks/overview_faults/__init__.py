# SPDX-License-Identifier: EUPL-1.2
"""Does a page wait for anything but itself? Many clients, a restart, and sources that misbehave.

A source can be dead (unheard of for a month), hang (open calls that send nothing more) or lie (call
after call with what no message is). Each is held beside the quiet rounds before and after it.
"""
