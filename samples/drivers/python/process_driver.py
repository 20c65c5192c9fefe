#!/usr/bin/python3
"""A driver that runs programs as resources: the agent "process:daemon"."""

import os
import signal
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, os.environ.get(
    "MICROKERNEL_GENERATED", os.path.join(os.path.dirname(os.path.abspath(__file__)), "generated")))

from microkernel.driver.v1 import agent_pb2, driver_pb2, resource_pb2  # noqa: E402

import microkernel_driver  # noqa: E402
from microkernel_driver import Result  # noqa: E402

STARTED = Result(resource_pb2.OUTCOME_OK, driver_pb2.RESOURCE_STATE_STARTED)
STOPPED = Result(resource_pb2.OUTCOME_OK, driver_pb2.RESOURCE_STATE_STOPPED)


def start_of(process):
    """When a process was started, in clock ticks since boot (proc(5), field 22); None when it has ended."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


class DaemonAgent:
    """Runs a program that stays in the foreground. The process outlives the driver."""

    name = "process:daemon"

    def __init__(self, folder):
        self.folder = folder

    def describe(self):
        return agent_pb2.Agent(
            name=self.name, summary="Runs a program that stays in the foreground.",
            parameters=[
                agent_pb2.Parameter(name="program", type=agent_pb2.PARAMETER_TYPE_STRING, required=True,
                                    summary="Absolute path of the program."),
                agent_pb2.Parameter(name="arguments", type=agent_pb2.PARAMETER_TYPE_STRING,
                                    summary="Its arguments, with blanks between."),
            ],
            actions=[agent_pb2.AgentAction(name=name) for name in ("start", "stop", "monitor")])

    def execute(self, action, resource, parameters, deadline):
        record = os.path.join(self.folder, urllib.parse.quote(resource, safe="") + ".pid")
        if action == "start":
            return self.start(record, parameters)
        if action == "stop":
            return self.stop(record, deadline)
        if action == "monitor":
            return STARTED if self.find(record) else Result(
                resource_pb2.OUTCOME_NOT_RUNNING, driver_pb2.RESOURCE_STATE_STOPPED, "there is no such process")
        return Result(resource_pb2.OUTCOME_FAILED_EVERYWHERE, driver_pb2.RESOURCE_STATE_UNSPECIFIED,
                      f"{self.name} cannot {action}")

    def start(self, record, parameters):
        program = parameters.get("program", "")
        if not os.path.isabs(program):
            raise microkernel_driver.invalid('parameters["program"]', "the absolute path of a program")
        # To start what runs already is success: the same order may come again.
        if self.find(record):
            return STARTED
        try:
            # A session of its own, on none of our files: it goes on when this driver ends.
            child = subprocess.Popen(
                [program, *parameters.get("arguments", "").split()], start_new_session=True, cwd="/",
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except OSError as error:
            return Result(resource_pb2.OUTCOME_FAILED_HERE, driver_pb2.RESOURCE_STATE_STOPPED,
                          f"{program} cannot be started: {error.strerror}")
        os.makedirs(self.folder, exist_ok=True)
        with open(record + ".new", "w", encoding="utf-8") as file:
            file.write(f"{child.pid} {start_of(child.pid)}\n")
        os.replace(record + ".new", record)
        return STARTED

    def stop(self, record, deadline):
        process = self.find(record)
        if process:
            os.kill(process, signal.SIGTERM)
            while self.find(record):
                if time.monotonic() >= deadline:
                    raise TimeoutError
                time.sleep(0.05)
        if os.path.exists(record):
            os.remove(record)
        return STOPPED

    @staticmethod
    def find(record):
        """The process of a record, when it lives and is the one that was written down."""
        try:
            with open(record, encoding="utf-8") as file:
                process, started = file.read().split()
        except (OSError, ValueError):
            return None
        return int(process) if str(start_of(process)) == started else None


if __name__ == "__main__":
    # Children that have ended are no zombies: nobody waits for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    folder = os.environ.get("PROCESS_PID_DIR", "/run/microkernel/process")
    microkernel_driver.serve(microkernel_driver.Driver("process", "1.0.0", [DaemonAgent(folder)]))
