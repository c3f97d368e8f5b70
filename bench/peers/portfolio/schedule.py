"""How long the next read of a sampler is that would end long before the time is over.

Lengths are multiples of the library's default. They double as long as the next read ends in time, and halve again to fill what
is left, so that both short starts and one that takes a good part of the time are among them: that schedule is ours, the library
has none. A run of more than ten seconds ends its reads also at ten seconds, as a run of ten would, so that its state there is
that of ten seconds; then lengths double on from the longest one so far.
"""

MARK_S = 10


class Schedule:
    def __init__(self, time_s):
        self.ends = [MARK_S, time_s] if time_s > MARK_S else [time_s]
        self.length = self.longest = 1
        self.unit_s = None

    def next_length(self, now_s):
        """None when no read ends in time any more; the first read is made however long it takes."""
        if self.unit_s is None:
            return 1
        while self.unit_s > self.ends[0] - now_s:
            self.ends.pop(0)
            self.length = self.longest
            if not self.ends:
                return None
        left_s = self.ends[0] - now_s
        if 2 * self.length * self.unit_s <= left_s:
            self.length *= 2
        while self.length > 1 and self.length * self.unit_s > left_s:
            self.length //= 2
        self.longest = max(self.longest, self.length)
        return self.length

    def took(self, seconds):
        """A read is a little longer than asked for; only the newest is a good measure."""
        self.unit_s = seconds / self.length
