# SPDX-License-Identifier: MIT
"""kubernetes_test.py FOLDER LEAKPROOF: executes the commands of the manifests on this machine,
pod by pod, and checks that the pods together make all trials and that the merge gives one
complete run. One pod is killed and restarted. Exit code 77 if Python has no yaml module."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

try:
    import yaml
except ImportError:
    print("not installed: apt install python3-yaml")
    sys.exit(77)

# Replaces the default trials, which take too long for a test. One job, so that a pod can be
# killed between two trials.
OPTIONS = "scoped closed --on plain,small,drop-mid-body --repeat 2 --jobs 1 --no-controls"


def container(manifest):
    spec = yaml.safe_load(manifest.read_text())["spec"]
    return spec, spec["template"]["spec"]["containers"][0]


def shell_for(pod, folder, bin_folder, **variables):
    """The pod's command, with `folder` as its volume."""
    declared = {variable["name"]: variable["value"] for variable in pod.get("env", [])}
    words = pod["command"] + [argument.replace("/results", str(folder)) for argument in pod["args"]]
    path = f"{bin_folder}:{os.environ['PATH']}"
    return subprocess.Popen(words, env=os.environ | declared | variables | {"PATH": path},
                            stdout=subprocess.DEVNULL, start_new_session=True)


def main():
    manifests, leakproof = pathlib.Path(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        program = folder / "bin" / "leakproof"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\ncase $1 in run) shift; exec {leakproof} run {OPTIONS} "$@";; '
                           f'*) exec {leakproof} "$@";; esac\n')
        program.chmod(0o755)

        job, pod = container(manifests / "job.yaml")
        assert {"name": "LEAKPROOF_SHARDS", "value": str(job["completions"])} in pod["env"]
        for index in range(job["completions"]):
            shell = shell_for(pod, folder, program.parent, JOB_COMPLETION_INDEX=str(index))
            if index == 0:
                results = folder / "run-1" / "shard-0.json"
                while not (results.exists() and '"client":' in results.read_text()):
                    assert shell.poll() is None, "it had ended before it could be killed"
                    time.sleep(0.01)
                os.killpg(shell.pid, signal.SIGKILL)
                assert shell.wait() != 0
                shell = shell_for(pod, folder, program.parent, JOB_COMPLETION_INDEX="0")
            assert shell.wait() == 0, f"pod {index} failed"

        _, pod = container(manifests / "merge.yaml")
        assert shell_for(pod, folder, program.parent).wait() == 0
        report = folder / "merged.json"
        subprocess.run([leakproof, "merge", *sorted((folder / "run-1").glob("shard-*.json")), "--quiet", "--json",
                        report], stdout=subprocess.DEVNULL)
        trials = json.loads(report.read_text())["trials"]
        assert len(trials) == 12, f"{len(trials)} of 12 trials"
        (folder / "run-1" / "shard-2.json").unlink()
        assert shell_for(pod, folder, program.parent).wait() == 3, "a shard is missing, unseen"
    return 0


sys.exit(main())
