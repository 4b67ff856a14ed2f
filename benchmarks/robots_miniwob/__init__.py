# SPDX-License-Identifier: EUPL-1.2
"""Form and casework tasks of MiniWoB++, solved by recipes: `python -m benchmarks.robots_miniwob`.

The pages (Farama Foundation, MIT) come with the PyPI package `miniwob`, which is put in a folder of
its own; nothing of it is part of this product. A task's recipe knows the task, never the seed: what
to do it reads from the page.
"""
