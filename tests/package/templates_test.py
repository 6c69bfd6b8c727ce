# SPDX-License-Identifier: MIT
"""Checks the CI templates of ci/examples.

    templates_test.py ROOT            against the schemas of GitHub and GitLab
    templates_test.py ROOT BUNDLE     runs their scripts as a runner would, with this tar.gz

Exit code 77: check-jsonschema is not installed (ci/setup checks)."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SCHEMAS = {"github-action/action.yml": "vendor.github-actions", "github-actions.yml": "vendor.github-workflows",
           "gitlab-ci.yml": "vendor.gitlab-ci"}
CLIENT = "tests/acceptance/machines/client.pl"


def check_schemas(root, examples):
    checker = shutil.which("check-jsonschema", path=f"{root}/build/python/bin:{os.environ['PATH']}")
    if not checker:
        print("not installed: check-jsonschema (ci/setup checks)")
        return 77
    failed = [name for name, schema in SCHEMAS.items()
              if subprocess.run([checker, "--builtin-schema", schema, examples / name]).returncode != 0]
    # What is not in a schema must not pass either.
    with tempfile.TemporaryDirectory() as folder:
        for name, schema in SCHEMAS.items():
            wrong = pathlib.Path(folder, pathlib.Path(name).name)
            wrong.write_text((examples / name).read_text().replace("    - run:", "    - rum:").replace("script:", "skript:")
                             .replace("      run: |", "      rum: |"))
            if subprocess.run([checker, "--builtin-schema", schema, wrong], capture_output=True).returncode == 0:
                failed.append(f"{name}, made wrong, passes")
    print("\n".join(failed) or f"{len(SCHEMAS)} templates obey their schemas")
    return 1 if failed else 0


def resolved(text, values):
    for name, value in values.items():
        text = text.replace("${{ inputs." + name + " }}", value)
    return text


def run_github(action, bundle, command, folder):
    """(exit code of the test step, annotations, summary)"""
    values = {name: given.get("default", "") for name, given in action["inputs"].items()}
    values |= {"bundle": str(bundle), "command": command, "scenarios": "plain", "options": "--horizon 1000",
               "sha256": subprocess.check_output(["sha256sum", bundle], text=True).split()[0]}
    files = {name: folder / name for name in ("GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "RUNNER_TEMP": str(folder), "GITHUB_ACTIONS": "true",
                   **{name: str(file) for name, file in files.items()}}
    failed, output = 0, ""
    for step in action["runs"]["steps"]:
        if "run" not in step or (failed and step.get("if") != "always()"):
            continue
        path = ":".join([*files["GITHUB_PATH"].read_text().split(), environment["PATH"]])
        own = {name: resolved(str(value), values) for name, value in step.get("env", {}).items()}
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", resolved(step["run"], values)],
                              cwd=folder, env={**environment, "PATH": path, **own}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output += done.stdout
        failed = failed or done.returncode
    return failed, output, files["GITHUB_STEP_SUMMARY"].read_text()


def run_gitlab(job, bundle, command, folder):
    variables = {name: str(value) for name, value in job["variables"].items()}
    variables |= {"LEAKPROOF_BUNDLE": str(bundle), "LEAKPROOF_COMMAND": command, "LEAKPROOF_SCENARIOS": "plain",
                  "LEAKPROOF_SHA256": subprocess.check_output(["sha256sum", bundle], text=True).split()[0]}
    script = "\n".join(["set -e", *job["before_script"], *job["script"]])
    done = subprocess.run(["sh", "-c", script], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={"PATH": os.environ["PATH"], "CI": "true", "GITLAB_CI": "true", **variables})
    return done.returncode, done.stdout


def check_runs(root, examples, bundle):
    import yaml  # not everywhere where the schemas are checked

    action = yaml.safe_load((examples / "github-action/action.yml").read_text())
    job = yaml.safe_load((examples / "gitlab-ci.yml").read_text())[".leakproof"]
    wrong = []
    for leaks in (False, True):
        command = f"perl '{root / CLIENT}' {{url}}" + (" leak" if leaks else "")
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            code, output, summary = run_github(action, bundle, command, folder)
            kept = (folder / "leakproof.html").exists() and (folder / "leakproof.json").exists()
            if (code, "::error" in output, "leaks" in summary) != (leaks, leaks, leaks) or not kept or not summary:
                wrong.append(f"GitHub, {command}: {code}\n{output}\n{summary}")
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            code, output = run_gitlab(job, bundle, command, folder)
            files = "leakproof.html", "leakproof.json", "leakproof.xml", "gl-code-quality-report.json"
            kept = all((folder / file).exists() for file in files)
            if code != leaks or not kept:
                wrong.append(f"GitLab, {command}: {code}\n{output}")
    print("\n".join(wrong) or "GitHub action and GitLab job: a clean client passes, a leaking one fails and is shown")
    return 1 if wrong else 0


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1]).resolve()
    examples = root / "ci/examples"
    sys.exit(check_runs(root, examples, pathlib.Path(sys.argv[2]).resolve()) if sys.argv[2:]
             else check_schemas(root, examples))
