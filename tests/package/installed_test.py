# SPDX-License-Identifier: MIT
"""Installs a build and builds an outside project with it.

    installed_test.py BUILD [cmake argument]…    the installed package
    installed_test.py --source SOURCE            the sources, with FetchContent
    installed_test.py --installed                the package that find_package already finds

The project's tests must pass, and with a planted leak each must fail and show the evidence.
With an installed package, the examples of the README and of the manual page on test suites are
built too.
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
PAGE = README.parent / "harness/manual/test-suites.md"
GTEST_PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(mine CXX)
find_package(CURL REQUIRED)
find_package(GTest REQUIRED)
find_package(leakproof CONFIG REQUIRED)
add_executable(my_test my_test.cpp)
target_link_libraries(my_test PRIVATE leakproof::gtest CURL::libcurl GTest::gmock_main)
"""
GET = """
#include <curl/curl.h>
#include <gmock/gmock.h>
#include <string>
bool get(const std::string& url) {
  CURL* const easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, +[](char*, size_t, size_t n, void*) { return n; });
  const CURLcode code = curl_easy_perform(easy);
  curl_easy_cleanup(easy);
  return code == CURLE_OK;
}
"""


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
    check(leaky.count("rose in each of the last 12 windows") >= 2, "not both say why:", leaky)


def files_of(text):
    """The files that a page shows below their names."""
    return dict(re.findall(r"`([\w.]+)`[^`]*```\w+\n(.*?)```", text, re.DOTALL))


def write_project(folder, files, names):
    folder.mkdir()
    for name in names:
        (folder / name).write_text(files[name])
    return folder


def follows_the_readme(folder, *arguments):
    """The program of the README as a test of CTest: it leaks."""
    project = write_project(folder / "program", files_of(README.read_text()), ("mine.py", "CMakeLists.txt"))
    must("cmake", "-S", project, "-B", project / "build", "-G", "Ninja", *arguments)
    code, output = run("ctest", "--test-dir", project / "build", "--output-on-failure")
    check(code != 0 and "! leaks" in output and "mine.py:7" in output, "the leak went unseen:", output)


def follows_the_page(folder, *arguments):
    """The files and the command of the manual page for a worker in C++, verbatim."""
    steps = PAGE.read_text().partition("\n## GoogleTest\n")[0]
    project = write_project(folder / "newcomer", files_of(steps), ("my_client.cpp", "CMakeLists.txt"))
    build, *rest = re.search(r"^(cmake -B build .*)$", steps, re.MULTILINE)[1].split(" && ")
    output = must(*build.split(), *arguments, cwd=project)
    for command in rest:
        output += must(*command.split(), cwd=project)
    for name in ("my-client.plain", "my-client.drop-mid-body"):
        check(re.search(rf"{name} \.+ +Passed", output), f"not judged: {name}", output)


def follows_the_gtest_example(folder, *arguments):
    """The test of README, with a get() of libcurl's."""
    example = re.search(r"```cpp\n(#include <leakproof/gtest.hpp>.*?)```", README.read_text(), re.DOTALL)[1]
    files = {"CMakeLists.txt": GTEST_PROJECT, "my_test.cpp": GET + example}
    project = write_project(folder / "gtest", files, files)
    must("cmake", "-S", project, "-B", project / "build", "-G", "Ninja", *arguments)
    must("cmake", "--build", project / "build")
    must(project / "build/my_test")


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
            for follow in (follows_the_readme, follows_the_page, follows_the_gtest_example):
                follow(folder, f"-DCMAKE_PREFIX_PATH={prefix}", *sys.argv[2:])
    finally:
        shutil.rmtree(folder)
