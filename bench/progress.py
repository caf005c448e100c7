# SPDX-License-Identifier: BSD-3-Clause
"""How far the run is, on stderr."""
import sys
import time


class Progress:
    """One line with the time that is left; work is told in seconds, roughly."""

    def __init__(self, work):
        self.total, self.done = max(work, 1e-9), 0.0
        self.start = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def step(self, work, text, line=False):
        self.done += work
        rest = max(0.0, self.expected() - self.elapsed())
        left = f"{rest:4.0f} s left" if self.done > 0 else "starting"
        text = f"bench: {100 * self.done / self.total:3.0f} %, {left}: {text}"
        if self.terminal:
            print(f"\r{text:<90.90}", end="", file=sys.stderr, flush=True)
        elif line:
            print(text, file=sys.stderr, flush=True)

    def skip(self, work):
        """So much will not be done."""
        self.total -= work

    def elapsed(self):
        return time.monotonic() - self.start

    def expected(self):
        """Seconds that the whole run will have taken, going by what is done."""
        return self.elapsed() * self.total / self.done if self.done > 0 else self.total

    def is_late(self, limit):
        """Whether the whole run will take more seconds; that is not known at the beginning."""
        return self.elapsed() > 0.1 * limit and self.expected() > limit

    def finish(self):
        if self.terminal:
            print(file=sys.stderr)
