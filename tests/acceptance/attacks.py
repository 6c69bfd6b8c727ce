# SPDX-License-Identifier: MIT
"""The attacks that ci/attack carries out, each with what must not come of it."""
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "programs"))
import attacker as attacks_of_workers  # noqa: E402

root = pathlib.Path(__file__).resolve().parents[2]
attacker = root / "tests" / "acceptance" / "programs" / "attacker.py"
QUICK = ["--no-controls", "--on", "plain", "--horizon", "60", "--worker-timeout", "2", "--no-attribution"]


class Attack:
    """`command`: words, or a function of a folder that returns them. `may`: the exit codes that are
    right; None: any. `shell`: what runs the command: "{}" is replaced by it. `kill`: a signal, and
    after how many seconds it is sent. `never`: rulings that would be wrong. `files`: names and contents
    of what the folder has. `check`: a function of the folder and of all that was printed, which returns
    what is wrong, or nothing."""

    def __init__(self, kind, name, command, may=(0, 1, 2, 3), shell=None, kill=None, never=(), files=(),
                 check=None):
        self.kind, self.name, self.command, self.may = kind, name, command, may
        self.shell, self.kill, self.never, self.files, self.check = shell, kill, never, files, check


def worker(word, action, when):
    return f"/usr/bin/python3 {attacker} worker {word} {action} {when}"


def on_workers():
    actions = list(attacks_of_workers.ACTIONS) + list(attacks_of_workers.WORDS)
    for word in ("hello", "done", "settled", "stop"):
        for when in (1, 5):
            if when > 1 and word in ("hello", "stop"):
                continue
            for action in actions:
                lies = action in attacks_of_workers.WORDS and word in ("done", "settled")
                yield Attack("worker", f"{word} {action} {when}",
                             ["run", *QUICK, "--max-memory", "400", "--worker", worker(word, action, when)],
                             never=("clean",) if lies and action not in HARMLESS.get(word, ()) else ())


# What is no lie in this place.
HARMLESS = {"settled": ("settled-overflow", "a-thousand-lines"), "done": ()}


def on_programs():
    python = ["/usr/bin/python3", str(attacker), "program"]
    for action in list(attacks_of_workers.ACTIONS) + list(attacks_of_workers.NETWORK):
        for when in (1, 2, 40, 400):
            yield Attack("program", f"{action} {when}",
                         ["run", *QUICK, "--max-memory", "400", "--", *python, action, str(when), "{url}"])


def beside_others(program):
    """A leakproof that is measured by another one, and a machine on which processes cannot be marked."""
    python = ["/usr/bin/python3", str(attacker), "program"]
    daemons = " ".join([program, "run", *QUICK, "--duration", "60s", "--", *python, "leaves-a-daemon", "1", "{url}"])
    for turn in range(4):
        yield Attack("program", f"leakproof {turn}",
                     ["run", *QUICK, "--duration", "2s", "--", "sh", "-c",
                      f"{daemons.replace('{url}', '{address}')} & exec /usr/bin/python3 {attacker.parent}/loop.py clean {{url}}"
                      .replace("{address}", "'{'url'}'")], kill=(signal.SIGKILL, 1.5) if turn % 2 else None, may=None)
    for action in ("leaves-thirty", "hangs"):
        yield Attack("program", f"{action} without a mark", ["run", *QUICK, "--", *python, action, "1", "{url}"],
                     shell="ulimit -R 1000000; {}")


def valid_results(program, *clients):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "valid.json"
        subprocess.run([program, "run", *clients, *QUICK, "--json", str(path)],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return path.read_bytes()


def damaged(valid, kind, chance):
    """Variants of a valid file."""
    size = len(valid)
    if kind == "cut":
        return valid[:chance.randrange(size)]
    if kind == "flipped":
        data = bytearray(valid)
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(size)] ^= 1 << chance.randrange(8)
        return bytes(data)
    if kind == "doubled":
        at = chance.randrange(size)
        return valid[:at] + valid[chance.randrange(size):]
    if kind == "hostile":
        text = valid.decode(errors="replace")
        for word in ("plain", "scoped", "closed", "heap_bytes"):
            text = text.replace(word, "::error::\\u001b[2J\\n\\u0000##[x]" + word)
        return text.encode()
    if kind == "numbers":
        text = valid.decode(errors="replace")
        digits = [i for i, c in enumerate(text) if c.isdigit()]
        if not digits:
            return b"-9223372036854775808"
        at = chance.choice(digits)
        number = chance.choice(["-1", "9223372036854775807", "-9223372036854775808", "1e999", "18446744073709551616"])
        return (text[:at] + number + text[at + 1:]).encode()
    if kind == "empty":
        return b""
    if kind == "nul":
        return b"\0" * 1000
    if kind == "brackets":
        return b"[" * 5_000_000
    if kind == "braces":
        return b'{"a":' * 200_000
    if kind == "rubbish-behind":
        return valid + b"rubbish"
    return chance.randbytes(5000)


KINDS = ["cut", "flipped", "doubled", "hostile", "numbers", "noise", "empty", "nul", "brackets", "braces",
         "rubbish-behind"]
REPLIES = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\n--- keep-alive\nHTTP/1.1 204 No\r\n\r\n--- close\n"
SETTINGS = b'on = ["plain"]\nclients = ["scoped"]\nhorizon = 60\nquiet = true\n[tolerance]\nheap_bytes = 16\n'


def has_kept_both(folder, _):
    trials = json.loads((folder / "r.json").read_text())["trials"]
    return "" if len(trials) >= 2 else f"r.json has {len(trials)} of the 2 trials that it had"


def on_readers(program, chance):
    valid = valid_results(program, "scoped", "closed")
    interrupted = json.loads(valid_results(program, "scoped", "closed", "pooled"))
    interrupted["finished"] = False
    interrupted["trials"].pop()
    readers = {
        "merge": (valid, lambda f: ["merge", f, "--html", f + ".html", "--junit", f + ".xml", "--markdown", f + ".md"]),
        "merge-json": (valid, lambda f: ["merge", f, "--json", f + ".2.json", "--quiet"]),
        "compare": (valid, lambda f: ["compare", f, f]),
        "explain": (valid, lambda f: ["explain", f]),
        "resume": (valid, lambda f: ["run", "scoped", "closed", *QUICK, "--resume", f, "--json", f]),
        "timings": (valid, lambda f: ["list", "--trials", "--on", "plain", "--shard", "1/2", "--timings", f]),
        "replay": (REPLIES, lambda f: ["run", "scoped", *QUICK[:1], "--horizon", "60", "--worker-timeout", "2", "--replay", f]),
        "config": (SETTINGS, lambda f: ["run", "--no-controls", "--config", f]),
    }
    for reader, (original, command) in readers.items():
        for kind in KINDS:
            for turn in range(4 if kind in KINDS[:6] else 1):
                data = damaged(original, kind, chance)
                yield Attack("reader", f"{reader} {kind} {turn}", lambda folder, c=command: c(str(folder / "input")),
                             files=[("input", data)])
        if reader == "resume":
            for shell in ("ulimit -f 1; {}", "ulimit -f 1; {}; {}", "timeout -s KILL 0.3 {}; {}", "timeout -s INT 0.2 {}"):
                go_on = ["run", "scoped", "closed", "pooled", *QUICK, "--resume", "r.json", "--json", "r.json"]
                yield Attack("reader", f"resume {shell}", go_on, shell=shell, may=None, check=has_kept_both,
                             files=[("r.json", json.dumps(interrupted).encode())])
        for name, path in (("endless", "/dev/zero"), ("folder", "/tmp"), ("missing", "/no/such/file"),
                           ("memory", "/proc/self/mem"), ("null", "/dev/null")):
            if reader in ("merge", "merge-json", "resume"):
                continue  # writes beside the input
            yield Attack("reader", f"{reader} {name}", command(path))


def with_signals(chance):
    long_run = ["run", "scoped", "closed", "pooled", *QUICK[:1], "--on", "basic", "--json", "r.json", "--html", "r.html"]
    python = ["/usr/bin/python3", str(attacker.parent / "loop.py"), "clean", "{url}"]
    for signal_sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGQUIT,
                        signal.SIGUSR1, signal.SIGPIPE, signal.SIGSEGV):
        for turn in range(200 if signal_sent == signal.SIGKILL else 14):
            command = long_run if turn % 2 else ["run", *QUICK[:1], "--on", "basic", "--json", "r.json", "--", *python]
            yield Attack("signal", f"{signal_sent.name} {turn}", command, may=None,
                         kill=(signal_sent, chance.uniform(0.0, 2.5)), check=results_are_whole)


def results_are_whole(folder, said):
    """What is wrong with the reports that an interrupted run has left: each must be whole, and have all
    trials that were said to have ended."""
    ended = len(re.findall(rb"^[ !] (clean|leaks|inconclusive|invalid) ", said, re.MULTILINE))
    for name, data in (("r.json", r"(.*)"), ("r.html", r'.*<script type="application/json" id="data">(.*?)</script>.*</html>\s*')):
        path = folder / name
        if not path.exists() or path.stat().st_size == 0:
            if ended and path.exists():
                return f"{name} is empty"
            continue
        try:
            trials = json.loads(re.fullmatch(data, path.read_text(), re.DOTALL)[1])["trials"]
        except (ValueError, TypeError) as error:
            return f"{name} is damaged: {error}"
        if len(trials) < ended:
            return f"{name} has {len(trials)} of {ended} trials"
    return ""


def with_lost_outputs():
    run = ["run", "scoped", *QUICK]
    formats = ("json", "html", "junit", "markdown")
    for closed in ("<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- 2>&-", "<&- >&- 2>&-", "> /dev/full",
                   "> /dev/full 2>&1", "2> /dev/full", "| true", "| head -c 10"):
        for number, reports in enumerate(([], ["--json", "r.json"], ["--html", "r.html", "--junit", "r.xml"])):
            yield Attack("output", f"{closed} {number}", [*run, *reports], shell="{} " + closed, check=results_are_whole)
        yield Attack("output", f"{closed} list", ["list"], shell="{} " + closed)
    for kind in formats:
        for path in ("/dev/full", "/no/such/folder/r", "/proc/r", "/", "/etc/hostname/r", ".", "/dev/null"):
            yield Attack("output", f"--{kind} {path}", [*run, f"--{kind}", path])
        for blocks in (0, 1, 8, 64):
            yield Attack("output", f"--{kind} ulimit -f {blocks}", [*run, f"--{kind}", "r"],
                         shell=f"ulimit -f {blocks}; {{}}")
        yield Attack("output", f"--{kind} read-only", [*run, f"--{kind}", "r/r"],
                     shell="mkdir r; chmod 500 r; {}; chmod 700 r; rm -r r")
        yield Attack("output", f"--{kind} mounted", [*run, f"--{kind}", "m"], may=(0,), check=results_are_whole,
                     shell="touch m r; unshare -rm sh -c 'mount --bind r m; exec \"$@\"' sh {}; [ -s r ] && rm m")
        yield Attack("output", f"--{kind} fifo", [*run, f"--{kind}", "p"],
                     shell="mkfifo p; cat p > /dev/null & {}; kill $!; rm p")
        yield Attack("output", f"--{kind} folder goes", [*run, f"--{kind}", "r/r"],
                     shell="mkdir r; (sleep 0.3; rm -r r) & {}; wait; rm -rf r")


def on_withheld_machines():
    run = ["run", "scoped", *QUICK]
    script = ["run", *QUICK, "--", "/usr/bin/python3", str(attacker.parent / "loop.py"), "clean", "{url}"]
    for name, command in (("worker", run), ("program", script)):
        for limit in ("-n 8", "-n 20", "-n 64", "-n 300", "-v 50000", "-v 400000", "-v 3000000", "-s 128", "-s 32",
                      "-t 1", "-d 1000", "-c 0", "-x 0", "-i 1", "-q 0", "-R 1000"):
            yield Attack("machine", f"{name} ulimit {limit}", command, shell=f"ulimit {limit}; {{}}")
        for unshared in ("-rn", "-rp --fork", "-rpf --mount-proc", "-rm", "-ru", "-ri"):
            yield Attack("machine", f"{name} unshare {unshared}", command, shell=f"unshare {unshared} {{}}")
        for hidden in ("/dev/shm", "/tmp", "/proc/sys", "/usr/share", "/etc/ssl", "/dev/null"):
            yield Attack("machine", f"{name} without {hidden}", command,
                         shell=f"unshare -rm sh -c 'mount --bind -o ro /var/empty {hidden} 2>/dev/null || "
                               f"mount -t tmpfs -o ro none {hidden} 2>/dev/null; exec \"$@\"' sh {{}}")
        yield Attack("machine", f"{name} nothing can be written", command,
                     shell="unshare -rm sh -c 'for f in /tmp /dev/shm /var/tmp /run .; do mount -t tmpfs -o ro none $f; done; "
                           "exec \"$@\"' sh {}")
        for variables in ("-i", "HOME=/no/such", "TMPDIR=/no/such", "PATH=", "LD_PRELOAD=/no/such.so", "LC_ALL=xx",
                          "MALLOC_ARENA_MAX=1", "GLIBC_TUNABLES=glibc.malloc.check=3", "http_proxy=http://127.0.0.1:1",
                          "COLUMNS=-1", "COLUMNS=1", "COLUMNS=99999999999999999999", "TERM=", "GITHUB_ACTIONS=true"):
            yield Attack("machine", f"{name} env {variables}", command, shell=f"env {variables} {{}}")


VALUES = ["", "-1", "0", "1", "nan", "inf", "1e999", "99999999999999999999", "x", "\udcff", "\x1b[2J", "::error::x",
          "=", "a=b", ",", "1,2", "/", "1/0", "2/1", "{url}", "'", "--"]
OPTIONS = ["--horizon", "--fetches", "--duration", "--repeat", "--seed", "--max-memory", "--max-descriptors",
           "--worker-timeout", "--tolerance", "--expect", "--threads", "--lifetime", "--cancel-after", "--timeout",
           "--concurrency", "--shard", "--timings", "--config", "--jobs", "--resume", "--on", "--worker", "--upstream",
           "--replay"]
QUICK_ANYWAY = {"--on": ["plain"], "--horizon": ["60"], "--worker-timeout": ["2"]}


def with_arguments():
    for option in OPTIONS:
        for value in VALUES:
            if option in ("--fetches", "--repeat") and value.isdigit() and len(value) > 1:
                continue
            rest = []
            for key, words in QUICK_ANYWAY.items():
                replaces = key == "--on" and option in ("--upstream", "--replay")
                if key != option and not replaces:
                    rest += [key, *words]
            yield Attack("argument", f"{option} {value!r}", ["run", "scoped", "--no-controls", *rest, option, value])


def all_attacks(program, chance):
    return [*on_workers(), *on_programs(), *beside_others(program), *on_readers(program, chance), *with_signals(chance),
            *with_lost_outputs(), *on_withheld_machines(), *with_arguments()]
