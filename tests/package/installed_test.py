# SPDX-License-Identifier: MIT
"""Installs a build and builds an outside project with it.

    installed_test.py BUILD [cmake argument]…    the installed package
    installed_test.py --source SOURCE            the sources, with FetchContent
    installed_test.py --installed                the package that find_package already finds

The project's tests must pass, and with a planted leak each must fail and show the evidence.
With an installed package, the steps in the README are tested in the same way.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

OUTSIDE = pathlib.Path(__file__).parent / "outside"
README = pathlib.Path(__file__).parents[2] / "README.md"


def run(*command, **settings):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **settings)
    return done.returncode, done.stdout


def must(*command, **settings):
    code, output = run(*command, **settings)
    if code != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{output}")
    return output


def check(condition, what, output):
    if not condition:
        sys.exit(f"{what}\n{output}")


def uses(folder, *arguments):
    """Configures, builds and tests the outside project; then again with its leak."""
    build = folder / "outside"
    must("cmake", "-S", OUTSIDE, "-B", build, "-G", "Ninja", *arguments)
    must("cmake", "--build", build)
    clean = must("ctest", "--test-dir", build, "--output-on-failure")
    check("3 tests" in clean or "out of 3" in clean, "not its tests alone:", clean)

    code, leaky = run("ctest", "--test-dir", build, "--output-on-failure",
                      env=os.environ | {"OUTSIDE_LEAKS": "1"})
    check(code != 0, "the planted leak went unseen:", leaky)
    for failed in ("worker.drop-mid-body (Failed)", "my_test (Failed)"):
        check(failed in leaky, f"this one did not see the planted leak: {failed}", leaky)
    for evidence in ("does not leak on drop-mid-body", "! leaks", "heap_blocks", "/fetch ["):
        check(evidence in leaky, f"no evidence: {evidence}", leaky)
    check(leaky.count("rose in every one of the last 12 windows") >= 2, "not both say why:", leaky)


def follows_the_readme(folder, *arguments):
    """The files and the command in the README for the user's own project, verbatim."""
    steps = README.read_text().split("## Use it in your project")[1]
    files = dict(re.findall(r"`([\w.]+)`[^`]*```\w+\n(.*?)```", steps, re.DOTALL))
    project = folder / "newcomer"
    project.mkdir()
    for name in ("my_client.cpp", "CMakeLists.txt"):
        (project / name).write_text(files[name])
    build, *rest = re.search(r"^    (cmake -B build .*)$", steps, re.MULTILINE)[1].split(" && ")
    output = must(*build.split(), *arguments, cwd=project)
    for command in rest:
        output += must(*command.split(), cwd=project)
    for name in ("my-client.plain", "my-client.drop-mid-body"):
        check(re.search(rf"{name} \.+ +Passed", output), f"not judged: {name}", output)


def installs(build, prefix):
    must("cmake", "--install", build, "--prefix", prefix)
    version = must(prefix / "bin/leakproof", "--version")
    flags = must("pkg-config", "--cflags", "--libs", "leakproof",
                 env=os.environ | {"PKG_CONFIG_PATH": ":".join(
                     str(file.parent) for file in prefix.rglob("leakproof.pc"))})
    check(str(prefix) in os.path.realpath(flags.split()[0][2:]), "pkg-config:", flags)
    return version


if __name__ == "__main__":
    folder = pathlib.Path(tempfile.mkdtemp(prefix="leakproof-package-"))
    try:
        if sys.argv[1] == "--installed":
            uses(folder, *sys.argv[2:])
        elif sys.argv[1] == "--source":
            uses(folder, f"-DLEAKPROOF_SOURCE={pathlib.Path(sys.argv[2]).resolve()}", *sys.argv[3:])
        else:
            prefix = folder / "prefix"
            installs(sys.argv[1], prefix)
            uses(folder, f"-DCMAKE_PREFIX_PATH={prefix}", *sys.argv[2:])
            follows_the_readme(folder, f"-DCMAKE_PREFIX_PATH={prefix}", *sys.argv[2:])
    finally:
        shutil.rmtree(folder)
