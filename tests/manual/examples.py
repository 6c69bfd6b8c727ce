# SPDX-License-Identifier: MIT
"""examples.py PAGE PROGRAMS ROOT: runs every command on a Markdown page, as a reader would.

- A block of sh: each line is run and must end with exit code 0, or 1 (a leak).
- A block of console: each line behind "$ " is run likewise, and the lines below it must
  come in its output one after the other, numbers aside; "..." stands for any lines.
- A block behind a line that ends with `NAME`: is written to the file NAME.
- A span of code that begins with "leakproof" and a command is run like a line of sh; not
  `leakproof run` without arguments, the default matrix, which ci/demo runs.
- <!-- run by: TEST --> before a block names the script in ci/, or the source of the test,
  that runs it instead.
PROGRAMS is the folder of the built programs. Exit code: 0, or 1 with what is wrong."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from typing import NamedTuple

FIXTURES = pathlib.Path(__file__).resolve().parent / "fixtures"
BLOCK = re.compile(r"(?P<before>[^\n]*\n?)^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`(leakproof (?!run`)[a-z]+\b[^`]*)`")
UPSTREAM = "http://127.0.0.1:8080"  # as the pages call a server of the reader


class Command(NamedTuple):
    line: str
    output: list[str]  # that must come; "..." is any lines


def file_named(before):
    named = re.search(r"`([\w./-]+)`:\s*$", before)
    return named[1] if named else None


def commands_of(language, text):
    if language == "sh":
        return [Command(line, []) for line in text.replace("\\\n", "").splitlines()
                if line.strip() and not line.startswith("#")]
    commands = []
    for line in text.splitlines() if language == "console" else []:
        if line.startswith("$ "):
            commands.append(Command(line[2:], []))
        elif commands:
            commands[-1].output.append(line)
    return commands


def shape(line):
    """Without what differs from machine to machine: numbers, and the way to our sources."""
    line = re.sub(r"(?<=\()(?:\.\./|/)[^ )]*?(?=(?:clients|tests)/)", "", line)
    return " ".join(re.sub(r"0x[0-9a-f]+|\d[\d,.]*", "#", line).split())


def first_missing(expected, output):
    """The first line of the first block between "..." that does not come after the block before
    it, its lines one after the other; nothing if all come."""
    lines, at = [shape(line) for line in output.splitlines()], 0
    for block in re.split(r"^ *\.\.\.$", "\n".join(expected), flags=re.MULTILINE):
        wanted = [shape(line) for line in block.splitlines() if line.strip()]
        places = [i for i in range(at, len(lines) - len(wanted) + 1) if lines[i:i + len(wanted)] == wanted]
        if not places:
            return block.strip("\n")
        at = places[0] + len(wanted)
    return None


def serve(command, environment, folder):
    """Starts `leakproof serve` and returns it with the first URL that it prints."""
    server = subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=folder, env=environment, text=True,
                              stdout=subprocess.PIPE)
    url = next((found[0] for line in server.stdout if (found := re.search(r"https?://[\w.:-]+", line))), None)
    # It prints a line for each request, and waits where nobody reads them.
    threading.Thread(target=server.stdout.read, daemon=True).start()
    return server, url


def stop(server):
    server.send_signal(signal.SIGINT)
    return server.wait(30)


SKIPS = 77
LIBCURL = "libcurl/7.88."  # made the output in the pages; other versions allocate otherwise


def banner_of(worker):
    return subprocess.run([worker, "scoped"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True).stdout


class Page:
    def __init__(self, page, programs, root):
        self.text, self.root, self.wrong, self.count = page.read_text(), root, [], 0
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="leakproof-manual-"))
        shutil.copytree(FIXTURES, self.folder, dirs_exist_ok=True)
        (self.folder / "clients").symlink_to(root / "clients")
        bin = self.folder / "bin"
        bin.mkdir()
        (bin / "python3").symlink_to(sys.executable)
        worker = programs / "leakproof-worker"
        self.is_comparable = not worker.exists() or LIBCURL in banner_of(worker)
        self.environment = {**os.environ, "PATH": f"{bin}:{programs}:{os.environ['PATH']}", "COLUMNS": "96"}
        for service in "GITHUB_ACTIONS", "GITLAB_CI":
            self.environment.pop(service, None)

    def complain(self, what):
        self.wrong.append(what)
        print(f"WRONG {what}", flush=True)

    def run(self, command):
        self.count += 1
        print(f"      {command.line}", flush=True)
        if command.line.startswith("leakproof serve"):
            server, url = serve(command.line, self.environment, self.folder)
            if stop(server) != 0 or url is None:
                self.complain(f"{command.line}: prints no URL, or does not end well")
            return
        line = command.line
        upstream = None
        if UPSTREAM in line:
            upstream, url = serve("leakproof serve plain", self.environment, self.folder)
            line = line.replace(UPSTREAM, url)
        try:
            done = subprocess.run(["bash", "-c", line], cwd=self.folder, env=self.environment, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240)
        finally:
            if upstream:
                stop(upstream)
        if done.returncode == SKIPS:
            print("      (skipped: something that it needs is not installed)", flush=True)
        elif done.returncode not in ((0, 1) if self.is_comparable else (0, 1, 3)):
            self.complain(f"{command.line}: ends with {done.returncode}\n{done.stdout}")
        elif self.is_comparable and (missing := first_missing(command.output, done.stdout)):
            self.complain(f"{command.line}: does not print\n{missing}\nbut\n{done.stdout}")

    def check_runner(self, name):
        known = (self.root / "ci" / name).is_file() or subprocess.run(
            ["git", "grep", "--quiet", "--no-index", "--fixed-strings", name, "--", "tests"], cwd=self.root).returncode == 0
        if not known:
            self.complain(f"nothing in ci/ or tests/ is called {name}")

    def check(self):
        end = 0
        for block in BLOCK.finditer(self.text):
            self.check_spans(self.text[end:block.start("text")])
            end = block.end()
            before = self.text[:block.start("language")].rstrip("`\n").rsplit("\n", 1)[-1]
            if name := file_named(before):
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).write_text(block["text"])
            elif runner := re.search(r"<!-- run by: (\S+) -->", before):
                self.check_runner(runner[1])
            else:
                for command in commands_of(block["language"], block["text"]):
                    self.run(command)
        self.check_spans(self.text[end:])
        shutil.rmtree(self.folder)

    def check_spans(self, text):
        for span in SPAN.finditer(text):
            self.run(Command(" ".join(span[1].split()), []))


if __name__ == "__main__":
    page, programs, root = map(pathlib.Path, sys.argv[1:])
    checked = Page(page.resolve(), programs.resolve(), root.resolve())
    checked.check()
    if not checked.is_comparable:
        print(f"printed output was not compared: the pages show that of {LIBCURL}*")
    print(f"{page.name}: {checked.count} commands, {len(checked.wrong)} wrong")
    sys.exit(1 if checked.wrong else 0)
