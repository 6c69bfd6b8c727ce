# SPDX-License-Identifier: MIT
"""machines.py LEAKPROOF [CASE]: runs leakproof where the machine withholds something.

Each case makes its condition for real, with limits, namespaces, another user, or a filter of system
calls, and expects an exit code and a sentence. Without CASE it runs all and prints a table.
Exit code: 0; 1 with what is wrong; 77 where the condition cannot be made here."""
import ctypes
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
from typing import NamedTuple

CLIENT_PROGRAM = pathlib.Path(__file__).resolve().parent / "client.pl"
UNDUMPABLE = pathlib.Path(__file__).resolve().parent / "undumpable.py"
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
CLIENT = ["run", "scoped", "--on", "plain"]


class Case(NamedTuple):
    why: str  # what the machine withholds
    start: list[str]  # the words before leakproof's
    arguments: list[str]  # {bin} is leakproof's folder
    code: int
    says: str
    denied: tuple = ()  # system calls
    error: int = 1  # of a denied call: EPERM
    client_is_nobody: bool = False  # the client runs as another user than leakproof


def limited(option, value):
    return ["prlimit", f"--{option}={value}:{value}"]


def mounted(commands):
    return ["unshare", "--mount", "sh", "-c", f'{commands}; exec "$0" "$@"']


# Denied by the profiles of container engines, now or in the past (x86-64).
OF_ENGINES = {"ptrace": 101, "mount": 165, "keyctl": 250, "unshare": 272, "perf_event_open": 298, "setns": 308,
              "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "bpf": 321, "userfaultfd": 323}
PIDFD_OPEN, CLOSE_RANGE = 434, 436


def cases(folder):
    """`folder` holds copies of perl with privileges."""
    leaks = [str(CLIENT_PROGRAM), "{url}", "leak"]
    found = {f"{limit}-open-files": Case(f"ulimit -n {limit}", limited("nofile", limit), CLIENT, 3,
                                         f"only {limit} files can be open here, and leakproof needs 256")
             for limit in (20, 32, 64, 128)}
    found |= {f"{limit}-open-files": Case(f"ulimit -n {limit}", limited("nofile", limit), CLIENT, 0,
                                          "1 of 1 trials clean") for limit in (256, 512)}
    found |= {
        "few-open-files-and-a-leak": Case("ulimit -n 256", limited("nofile", 256), ["run", "naive", "--on", "plain"],
                                          1, "its descriptor limit of 96 after"),
        "few-addresses": Case("ulimit -v 500000", limited("as", 500000 << 10), CLIENT, 3, "Lift the limit: ulimit -v"),
        "no-proc": Case("/proc not mounted", mounted("mount -t tmpfs none /proc"), CLIENT, 3, "/proc is not mounted"),
        "hidden-processes": Case("/proc with hidepid, as another user",
                                 mounted("mount -t proc -o hidepid=2 proc /proc") + NOBODY, CLIENT, 0,
                                 "1 of 1 trials clean"),
        "no-loopback": Case("loopback down", ["unshare", "--net"], CLIENT, 3, "127.0.0.1 cannot be reached"),
        "another-user": Case("another user", NOBODY, CLIENT, 0, "1 of 1 trials clean"),
        "a-program-of-another-user": Case("a program that changes its user", [],
                                          ["run", "--on", "plain", "--", *NOBODY, "perl", *leaks], 1,
                                          "runs as another user, who may not open leakproof's counters",
                                          client_is_nobody=True),
        "an-undumpable-worker": Case(
            "a worker that lets no other user look into it", NOBODY,
            ["run", "--on", "plain", "--worker", f"/usr/bin/python3 {UNDUMPABLE}"], 3, "memory could not be observed"),
        "an-undumpable-program": Case(
            "a program that lets no other user look into it", NOBODY,
            ["run", "--on", "plain", "--worker-timeout", "2", "--", "/usr/bin/python3", str(UNDUMPABLE), "{url}"], 3,
            "cannot be read: it is setuid, has file capabilities or belongs to another user"),
        "a-launcher-that-clears-the-environment": Case(
            "env -i", [], ["run", "--on", "plain", "--", "env", "-i", "perl", *leaks], 1,
            "a launcher has removed leakproof's variables from the environment of perl"),
        "a-launcher-that-drops-the-preload": Case(
            "env -u LD_PRELOAD", [], ["run", "--on", "plain", "--", "env", "-u", "LD_PRELOAD", "perl", *leaks], 1,
            "the loader of perl has not loaded it: did a launcher change LD_PRELOAD?"),
        "pid-namespace": Case("a PID namespace with its own /proc",
                              ["unshare", "--pid", "--fork", "--mount-proc"], CLIENT, 0, "1 of 1 trials clean"),
        "foreign-proc": Case("a PID namespace with the /proc of another", ["unshare", "--pid", "--fork"], CLIENT, 3,
                             "/proc shows the processes of another PID namespace"),
        "read-only-tmp": Case("/tmp read-only", mounted("mount --bind /tmp /tmp && mount -o remount,ro,bind /tmp"),
                              ["run", "--on", "plain", "--", "perl", *leaks], 1, "heap_bytes +"),
        "no-shm": Case("no /dev/shm", mounted("mount -t tmpfs -o ro none /dev/shm"), CLIENT, 0, "1 of 1 trials clean"),
        "no-null-device": Case("no /dev/null", mounted("mount -t tmpfs -o ro none /dev"), CLIENT, 3,
                               "/dev/null cannot be opened"),
        "container-engine": Case("seccomp as in container engines, ptrace refused", [], CLIENT, 0,
                                 "1 of 1 trials clean", tuple(OF_ENGINES.values())),
        "container-engine-and-a-crash": Case("the same; torture finds a crash", [],
                                             ["torture", "--worker", "{bin}/fragile-worker", "crashes"], 1,
                                             "where is not known: ptrace is not permitted here",
                                             tuple(OF_ENGINES.values())),
        "old-container-engine": Case("seccomp without pidfd_open", [], CLIENT, 3,
                                     "the system call pidfd_open fails here", (PIDFD_OPEN,)),
        "no-close-range": Case("seccomp without close_range", [], CLIENT, 3,
                               "the system call close_range fails here", (CLOSE_RANGE,), 38),
        "setuid": Case("a setuid program", [], ["run", "--on", "plain", "--", f"{folder}/setuid", *leaks], 1,
                       "setuid is setuid or has file capabilities, so its loader ignores LD_PRELOAD",
                       client_is_nobody=True),
        "capabilities": Case("a program with file capabilities, not as root", NOBODY,
                             ["run", "--on", "plain", "--worker-timeout", "5", "--", f"{folder}/capable", *leaks], 3,
                             "it is setuid, has file capabilities or belongs to another user. Run leakproof as root"),
    }
    return found


def deny(calls, error):
    """Makes these system calls fail in this process and what it executes."""
    load, jump_equal, give = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
    program = [struct.pack("HBBI", load, 0, 0, 0)]
    program += [struct.pack("HBBI", jump_equal, len(calls) - i, 0, call) for i, call in enumerate(calls)]
    program += [struct.pack("HBBI", give, 0, 0, 0x7FFF0000), struct.pack("HBBI", give, 0, 0, 0x00050000 | error)]
    code = ctypes.create_string_buffer(b"".join(program))
    rules = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, rules, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def why_not(case, leakproof):
    """Why the condition cannot be made here; empty if it can."""
    if case.denied:
        return "" if os.uname().machine == "x86_64" else "the numbers are those of x86-64"
    words = [*case.start, *case.arguments]
    if ("unshare" in words or NOBODY[0] in words) and os.getuid() != 0:
        return "needs root"
    if case.client_is_nobody:
        reach = ["sh", "-c", 'test -x "$1" && test -r "$2"', "sh", leakproof, CLIENT_PROGRAM]
        if os.getuid() != 0 or subprocess.run([*NOBODY, *reach]).returncode != 0:
            return "needs root, and files that another user can reach"
    if case.start and subprocess.run([*case.start, "test", "-x", leakproof], capture_output=True).returncode != 0:
        return "cannot be made here, or leakproof is out of reach there"
    return ""


def run(leakproof, case):
    """(exit code, output)"""
    arguments = [word.replace("{bin}", str(pathlib.Path(leakproof).parent)) for word in case.arguments]
    done = subprocess.run([*case.start, leakproof, *arguments], text=True, timeout=100, cwd="/",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                          preexec_fn=(lambda: deny(case.denied, case.error)) if case.denied else None)
    return done.returncode, done.stdout


def privileged_copies(folder):
    """Empty if it can be done, else why not."""
    folder.chmod(0o755)
    for name in ("setuid", "capable"):
        shutil.copy("/usr/bin/perl", folder / name)
    if os.getuid() != 0:
        return "needs root"
    if os.statvfs(folder).f_flag & os.ST_NOSUID:
        return f"{folder} is mounted with nosuid"
    os.chown(folder / "setuid", 65534, 65534)
    (folder / "setuid").chmod(0o4755)
    setcap = shutil.which("setcap", path=os.environ["PATH"] + ":/sbin:/usr/sbin")
    return "" if setcap and subprocess.run([setcap, "cap_net_bind_service=+ep", folder / "capable"]).returncode == 0 \
        else "setcap is not installed"


def main():
    leakproof = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="leakproof-machines-") as name:
        folder = pathlib.Path(name)
        copies = privileged_copies(folder)
        all_cases = cases(folder)
        wanted = sys.argv[2:] or list(all_cases)
        status = 0
        for name in wanted:
            case = all_cases[name]
            obstacle = why_not(case, leakproof) or (copies if name in ("setuid", "capabilities") else "")
            if obstacle:
                print(f"{name:<40}skipped: {obstacle}")
                status = status or 77
                continue
            code, output = run(leakproof, case)
            line = next((line.strip() for line in output.splitlines() if case.says in line), "")
            print(f"{name:<40}{case.why:<52}{code}  {line}")
            if code != case.code or not line:
                print(f"WRONG: not exit code {case.code} and \"{case.says}\" but\n{output}")
                status = 1
    return status


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(cases(pathlib.Path())))
    else:
        sys.exit(main())
