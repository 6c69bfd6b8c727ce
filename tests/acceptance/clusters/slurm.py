# SPDX-License-Identifier: MIT
"""Runs a Slurm cluster with this machine as its only node, on loopback, during a test."""
import getpass
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol"]


def find(program):
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def what_is_missing():
    return [program for program in PROGRAMS if not find(program)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Slurm:
    def __init__(self, folder):
        self.folder = folder
        self.daemons = []
        self.environment = dict(os.environ, SLURM_CONF=self.file("slurm.conf"))

    def file(self, name):
        return os.path.join(self.folder, name)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        host = socket.gethostname().split(".")[0]
        user = getpass.getuser()
        os.chmod(self.folder, 0o755)  # munged requires this
        with open(os.open(self.file("munge.key"), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as key:
            key.write(secrets.token_bytes(128))
        with open(self.file("slurm.conf"), "w") as conf:
            conf.write(f"""
ClusterName=leakproof
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
# Requeued tasks wait until their credential has expired.
AuthInfo=socket={self.file("munge.socket")},cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
StateSaveLocation={self.file("state")}
SlurmdSpoolDir={self.file("spool")}
SlurmctldPidFile={self.file("slurmctld.pid")}
SlurmdPidFile={self.file("slurmd.pid")}
SlurmctldLogFile={self.file("slurmctld.log")}
SlurmdLogFile={self.file("slurmd.log")}
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
""")
        for name in ["state", "spool"]:
            os.mkdir(self.file(name))
        self.daemon("munged", "--foreground", "--force", "--num-threads=2",
                    "--socket", self.file("munge.socket"), "--key-file", self.file("munge.key"),
                    "--pid-file", self.file("munge.pid"), "--seed-file", self.file("munge.seed"),
                    "--log-file", self.file("munge.log"))
        self.wait_for("munged", lambda: os.path.exists(self.file("munge.socket")))
        self.daemon("slurmctld", "-D", "-f", self.file("slurm.conf"))
        self.daemon("slurmd", "-D", "-f", self.file("slurm.conf"), "-N", host)
        self.wait_for("a node that is idle",
                      lambda: "idle" in self.says("sinfo", "--noheader", "--format=%T"))

    def daemon(self, program, *options):
        log = open(self.file(program + ".out"), "wb")
        self.daemons.append(subprocess.Popen([find(program), *options], stdout=log, stderr=log,
                                             env=self.environment, start_new_session=True))

    def wait_for(self, what, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            ended = [daemon for daemon in self.daemons if daemon.poll() is not None]
            if ended or time.monotonic() > deadline:
                raise RuntimeError(f"no {what} after {seconds} s{self.logs()}")
            time.sleep(0.05)

    def logs(self):
        text = ""
        for name in sorted(os.listdir(self.folder)):
            if name.endswith((".log", ".out")):
                with open(self.file(name), errors="replace") as log:
                    text += f"\n--- {name}\n" + log.read()[-2000:]
        return text

    def says(self, *command):
        return subprocess.run(command, env=self.environment, text=True, capture_output=True).stdout

    def submit(self, *command, **variables):
        done = subprocess.run(["sbatch", "--parsable", *command],
                              env=self.environment | variables, text=True, capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr + self.logs())
        return done.stdout.strip()

    def wait_until_all_is_done(self, seconds=600):
        self.wait_for("end of all jobs", lambda: not self.says("squeue", "--noheader"), seconds)

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.send_signal(signal.SIGTERM)
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
