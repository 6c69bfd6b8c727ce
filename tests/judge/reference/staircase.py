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
    grow: float = 1.5        # next look at 1.5 times the requests
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
    seen: float              # smallest leak that, injected into this very recording, would have been flagged
    why: str

class Staircase:
    def __init__(self, cfg):
        self.c, self.n, self.y, self.due, self.rose = cfg, [], [], cfg.H, 0
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
        return rises, r, rate(0, c.K - 1), early, late, n[-1] - P[0], y[-1] - F[0], (P[-1] - P[0]) / (c.K - 1)
    def seen(self):
        """Smallest leak that, injected into this very recording, this look would have flagged (20 bisections)."""
        _, _, _, _, _, span, _, w = self.measure()
        hi = self.c.quantum / w
        for _ in range(60):
            if self.measure(hi)[0]: break
            hi *= 2
        lo = 0.0
        for _ in range(20):
            mid = (lo + hi) / 2
            lo, hi = (lo, mid) if self.measure(mid)[0] else (mid, hi)
        return max(hi, self.c.slack / span)
    def look(self, last=False):
        """last: no more requests will follow (budget spent, or the client hit a resource cap before the horizon)."""
        c, n = self.c, self.n[-1]
        while self.due <= n: self.due = ceil(self.due * c.grow)
        q = self.measure()
        if not q: return Result(EXTEND, n, 0, 0, 0, 0, 0, float("inf"), "too few samples")
        rises, r, avg, early, late, span, net, w = q
        lo, hi = min(r), max(r)
        res = lambda v, why: Result(v, n, avg, lo, hi, early, late, self.seen() if v != LEAK and (last or v == STEADY) else 0.0, why)
        # 3. LEAK: every window has a higher floor, growth is not fading, and an earlier look agreed
        self.rose += rises
        if self.rose >= 2 or (rises and last and n < c.H):      # (a run cut short by a resource cap has one look only)
            return res(LEAK, "rose in each of the last %d windows without slowing, at two run lengths" % c.K)
        # 4. STEADY: no window grew as fast as X, nor did the last sample, and the allocator could not hide X.
        #    While every window still rises, only the last look may say STEADY
        if not rises and n >= c.H and (lo <= 0 or last) and hi < c.X and net < c.X * span and c.slack <= c.X * span:
            return res(STEADY, "no window grew by %g per request" % c.X)
        if rises: why = "rises; a second look must agree"
        elif lo > 0: why = "grows, but fading (%.3g -> %.3g per request): a filling cache?" % (early, late)
        elif sum(x > 0 for x in r) <= 3 and avg >= c.X: why = "grew in a few steps"
        elif hi < c.X: why = "flat, but too short to rule out %g per request" % c.X
        else: why = "moves too much for a verdict yet"
        return res(EXTEND, why)

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
