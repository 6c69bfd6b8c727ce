# SPDX-License-Identifier: MIT
"""Staircase verdict: reference implementation (plain Python, no numpy).

One object per resource. Feed it a (cumulative requests, usage) sample after every batch, then call
look() when ready(). harness/judge implements the same rule in C++, and a test compares the two.
"""
from dataclasses import dataclass
from math import ceil

LEAK, STEADY, EXTEND = "LEAK", "STEADY", "EXTEND"

@dataclass
class Config:
    X: float                 # STEADY means "grows by less than X units per request"
    quantum: float           # smallest step the counter can make: 16 (heap bytes), 1 (blocks, fds, threads), 4096 (RSS)
    slack: float = 0.0       # free memory the allocator can hand out before usage moves (RSS only)
    H: int = 2000            # horizon: first look, in requests; LEAK needs two looks that agree
    K: int = 12              # windows
    skip: float = 0.125      # first part of the run discarded as warm-up, at every look
    fade: float = 0.9        # late growth must be at least this fraction of early growth
    tail: int = 8            # of the 66 slopes between 12 floors, so many are cut off at either end: 99.9 % (Kendall's S > 48)
    grow: float = 1.5        # next look at 1.5 times the requests
    apart: float = 1.4       # two looks that agree on a leak are at least so many times apart (1.5, less a batch)
    budget: int = 22782      # last look (H * 1.5^6)

@dataclass
class Result:
    verdict: str
    requests: int
    rate: float              # units per request, over the analysed windows
    lo: float                # slowest window  } (lo, hi) is a 99.9 % confidence interval for the median
    hi: float                # fastest window  } growth rate when windows are independent (2 * 2^-11)
    early: float             # rate of the first third of the windows
    late: float              # rate of the last third
    seen: float              # smallest leak that, injected into this very recording, would not have passed as STEADY
                             # (where nothing is decided: would have looked like a LEAK)
    why: str

class Staircase:
    def __init__(self, cfg):
        self.c, self.n, self.y, self.due, self.rose, self.flats, self.rose_at = cfg, [], [], cfg.H, 0, 0, 0
    def add(self, requests, usage):
        self.n.append(requests); self.y.append(usage)
    def ready(self):
        return bool(self.n) and self.n[-1] >= self.due
    def measure(self, b=0.0):
        """Window rates of the recording, as if it had leaked b units per request more (in whole quanta)."""
        c, n, t = self.c, self.n, len(self.n)
        y = self.y if not b else [u + c.quantum * (b * (x - n[0]) // c.quantum) for u, x in zip(self.y, n)]
        # 1. drop the warm-up: the samples taken in the first `skip` of all requests
        s = next(i for i in range(t) if n[i] - n[0] >= c.skip * (n[-1] - n[0]))
        # 2. K windows of m samples each (the oldest remainder joins the warm-up)
        m = (t - s) // c.K
        if m < 1: return None
        s = t - m * c.K
        F = [min(y[s + k * m: s + (k + 1) * m]) for k in range(c.K)]      # floor of each window
        P = [n[s + k * m] for k in range(c.K)]                            # requests at its start
        rate = lambda a, b: (F[b] - F[a]) / (P[b] - P[a])
        r = [rate(k, k + 1) for k in range(c.K - 1)]
        h = c.K // 3
        early, late = rate(0, h), rate(c.K - 1 - h, c.K - 1)
        rises = min(r) > 0 and late >= c.fade * early                     # every window higher, growth not fading
        # 3. the trend: floors that a single low reading does not move, and the 99.9 % interval of their slope (Sen 1968)
        Q = [sorted(y[s + k * m: s + (k + 1) * m])[m // 4] for k in range(c.K)]
        slopes = sorted((Q[j] - Q[i]) / (P[j] - P[i]) for i in range(c.K) for j in range(i + 1, c.K))
        trend = slopes[c.tail], slopes[-1 - c.tail], Q[-1] - Q[0]
        return rises, r, rate(0, c.K - 1), early, late, n[-1] - P[0], y[-1] - F[0], (P[-1] - P[0]) / (c.K - 1), trend
    def calm(self, q, last):
        """Does this look clear the resource? By windows: none grew as fast as X, nor did the last sample. By trend, where
        single windows move too much: no trend of X is possible. While every window, or the trend, still rises, only the
        last look may; and never where the allocator could hide X."""
        c = self.c
        rises, r, _, _, _, span, net, _, (tlo, thi, tnet) = q
        if rises or self.n[-1] < c.H or c.slack > c.X * span: return False, False
        return ((min(r) <= 0 or last) and max(r) < c.X and net < c.X * span,
                (tlo <= 0 or last) and thi < c.X and tnet < c.X * span)
    def seen(self, flags):
        """Smallest leak that, injected into this very recording, `flags` tells from what was recorded (20 bisections)."""
        q = self.measure(); span, w = q[5], q[7]
        hi = self.c.quantum / w
        for _ in range(60):
            if flags(self.measure(hi)): break
            hi *= 2
        lo = 0.0
        for _ in range(20):
            mid = (lo + hi) / 2
            lo, hi = (lo, mid) if flags(self.measure(mid)) else (mid, hi)
        return max(hi, self.c.slack / span)
    def look(self, last=False):
        """last: no more requests will follow (budget spent, or the client hit a resource cap before the horizon)."""
        c, n = self.c, self.n[-1]
        while self.due <= n: self.due = ceil(self.due * c.grow)
        q = self.measure()
        if not q: return Result(EXTEND, n, 0, 0, 0, 0, 0, float("inf"), "too few samples")
        rises, r, avg, early, late, span, net, w, trend = q
        lo, hi = min(r), max(r)
        res = lambda v, why, seen=0.0: Result(v, n, avg, lo, hi, early, late, seen, why)
        # 4. LEAK: every window has a higher floor, growth is not fading, and an earlier look said the same
        if rises and n >= c.apart * self.rose_at: self.rose, self.rose_at = self.rose + 1, n
        if self.rose >= 2 or (rises and last and n < c.H):      # (a run cut short by a resource cap has one look only)
            return res(LEAK, "rose in every one of the last %d windows, undiminished, at two looks" % c.K)
        # 5. STEADY: by windows at once; by trend at two looks running, or at the last. Its floor is what it would not have passed
        by_windows, by_trend = self.calm(q, last)
        self.flats = self.flats + 1 if by_trend else 0
        if by_windows or (by_trend and (self.flats >= 2 or last)):
            return res(STEADY, "no %s %g per request" % ("window grew by" if by_windows else "trend as large as", c.X),
                       self.seen(lambda p: not any(self.calm(p, last))))
        if rises: why = "rises; a second look must agree"
        elif lo > 0: why = "grows, but fading (%.3g -> %.3g per request): a filling cache?" % (early, late)
        elif sum(x > 0 for x in r) <= 3 and avg >= c.X: why = "grew in a few steps"
        elif hi < c.X: why = "flat, but too short to rule out %g per request" % c.X
        else: why = "moves too much to tell yet"
        return res(EXTEND, why, self.seen(lambda p: p[0]) if last else 0.0)

HEAP_BYTES = dict(X=4.0, quantum=16)
HEAP_BLOCKS = dict(X=0.05, quantum=1)
RSS = dict(X=100.0, quantum=4096, slack=256 * 1024)   # native; slack = mallinfo2().fordblks if known; 1 MiB Python, 16 MiB V8/JVM
COUNT = dict(X=0.01, quantum=1)                       # fds, threads, connections, child processes

def run(samples, **kw):
    """Sequential verdict over an iterable of (requests, usage)."""
    st = Staircase(Config(**kw)); r = None
    for a, b in samples:
        st.add(a, b)
        if st.ready() or a >= st.c.budget:
            r = st.look(a >= st.c.budget)
            if r.verdict != EXTEND or a >= st.c.budget: return r
    return r if r and st.n[-1] == r.requests else (st.look(True) if st.n else None)

if __name__ == "__main__":
    import sys, csv
    for path in sys.argv[1:]:
        rows = list(csv.DictReader(open(path)))
        for col, kw in (("heap_bytes", HEAP_BYTES), ("heap_blocks", HEAP_BLOCKS), ("anon", RSS), ("rss", RSS), ("fds", COUNT)):
            if col not in rows[0]: continue
            q = run(((int(x["req"]), float(x[col])) for x in rows), budget=int(rows[-1]["req"]), **kw)
            print("%-34s %-11s %-6s at %6d  rate %9.3f [%9.3f,%9.3f] seen %8.3f  %s" % (path[-34:], col, q.verdict, q.requests, q.rate, q.lo, q.hi, q.seen, q.why))
