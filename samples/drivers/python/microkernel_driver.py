"""What every driver needs besides its agents: identity, authority, order, operation ids, the state stream.

It serves microkernel.driver.v1 for drivers that run resources. The comments in driver.proto and resource.proto are the
specification; `mkctl driver verify` tests against it.
"""

import argparse
import collections
import concurrent.futures
import os
import queue
import re
import signal
import sys
import threading
import time
import uuid

import grpc
from microkernel.driver.v1 import (agent_pb2, driver_pb2, driver_pb2_grpc, metrics_pb2, resource_pb2,
                                   resource_pb2_grpc)

PROTOCOL_VERSIONS = [1]
OPERATIONS_MAX = 1024
RESULTS_MAX = 2048
ADOPTED_MAX = 4096
TIMEOUT_SECONDS_MAX = 86400

NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,255}\Z")
PARAMETER_NAME = re.compile(r"[^\s=\x00-\x1f\x7f-\x9f]{1,256}\Z")


class Refusal(Exception):
    """Ends a call with a status; the message names the field, and never a secret."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def invalid(field, expected):
    return Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"{field}: expected {expected}")


def answering(method):
    """Turns refusals into the call's status."""

    def call(self, request, context):
        try:
            return method(self, request, context)
        except Refusal as refusal:
            context.abort(refusal.code, str(refusal))

    return call


class Result:
    """How an action ended."""

    def __init__(self, outcome, state, reason="", exit_code=0, output=""):
        self.outcome, self.state, self.reason = outcome, state, reason
        self.exit_code, self.output = exit_code, output


class Session:
    """The first two of the protocol's numbers: core epoch and driver generation."""

    def __init__(self):
        self.lock = threading.Lock()
        self.cluster = self.node = ""
        self.epoch = self.generation = 0
        self.activation = driver_pb2.ACTIVATION_UNSPECIFIED

    def greet(self, request):
        for field in ("cluster", "node"):
            if not NAME.match(getattr(request, field)):
                raise invalid(field, "a name of 1 to 255 characters")
        if request.core_epoch == 0:
            raise invalid("core_epoch", "at least 1")
        if not request.protocol_versions:
            raise invalid("protocol_versions", "at least one version")
        version = next((v for v in request.protocol_versions if v in PROTOCOL_VERSIONS), None)
        if version is None:
            raise Refusal(
                grpc.StatusCode.FAILED_PRECONDITION,
                f"protocol_versions: the core speaks {', '.join(map(str, request.protocol_versions))}, "
                f"this driver speaks {', '.join(map(str, PROTOCOL_VERSIONS))}")
        with self.lock:
            if request.core_epoch < self.epoch:
                raise Refusal(grpc.StatusCode.ABORTED,
                              f"core_epoch: {request.core_epoch} is older than {self.epoch}, seen before")
            self.epoch, self.cluster, self.node = request.core_epoch, request.cluster, request.node
        return version

    def activate(self, request):
        if request.generation == 0:
            raise invalid("generation", "at least 1")
        if request.activation not in (driver_pb2.ACTIVATION_OBSERVER, driver_pb2.ACTIVATION_ACTIVE):
            raise invalid("activation", "ACTIVATION_OBSERVER or ACTIVATION_ACTIVE")
        with self.lock:
            if self.epoch == 0:
                raise Refusal(grpc.StatusCode.FAILED_PRECONDITION, "no handshake was done with this instance")
            if request.generation < self.generation:
                raise Refusal(grpc.StatusCode.ABORTED,
                              f"generation: {request.generation} is older than {self.generation}, which is held")
            self.generation, self.activation = request.generation, request.activation

    def require_active(self, generation):
        if generation == 0:
            raise invalid("driver_generation", "at least 1")
        with self.lock:
            if generation != self.generation or self.activation != driver_pb2.ACTIVATION_ACTIVE:
                raise Refusal(grpc.StatusCode.FAILED_PRECONDITION,
                              f"driver_generation: the call is for {generation}, this instance holds "
                              f"{self.generation} as {driver_pb2.Activation.Name(self.activation)}")


class TokenGate:
    """Refuses orders of a leader that was replaced, and orders that a newer one has overtaken."""

    def __init__(self):
        self.lock = threading.Lock()
        self.term, self.steps = 0, {}

    def admit_term(self, token):
        with self.lock:
            if token.term < self.term:
                raise Refusal(grpc.StatusCode.ABORTED, f"token.term: {token.term} is older than {self.term}")
            if token.term > self.term:
                self.term, self.steps = token.term, {}

    def admit_step(self, token, resource):
        with self.lock:
            if token.term == self.term:
                last = self.steps.get(resource, 0)
                if token.step < last:
                    raise Refusal(grpc.StatusCode.ABORTED, f"token.step: {token.step} is older than {last}")
                self.steps[resource] = token.step


class StateHub:
    """Numbers each change and hands it to every open stream; a stream that is too slow is ended."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sequence, self.resources, self.streams = 0, {}, []

    def publish(self, resource, state, reason):
        change = driver_pb2.ResourceChange(resource=resource, state=state, reason=reason)
        with self.lock:
            if self.resources.get(resource) == change:
                return
            self.resources[resource] = change
            self.sequence += 1
            message = self.message(resource=change)
            for stream in list(self.streams):
                try:
                    stream.put_nowait(message)
                except queue.Full:
                    stream.too_slow = True
                    self.streams.remove(stream)

    def message(self, **event):
        message = driver_pb2.WatchStateResponse(sequence=self.sequence, **event)
        message.time.GetCurrentTime()
        return message

    def open(self):
        stream = queue.Queue(maxsize=1024)
        stream.too_slow = False
        with self.lock:
            snapshot = driver_pb2.StateSnapshot(resources=self.resources.values(), health=healthy())
            stream.put_nowait(self.message(snapshot=snapshot))
            self.streams.append(stream)
        return stream

    def close(self, stream):
        with self.lock:
            if stream in self.streams:
                self.streams.remove(stream)

    def next(self, stream, beat):
        try:
            return stream.get(timeout=beat)
        except queue.Empty:
            # Under the lock no change can come between the look and the beat: a beat never overtakes a change.
            with self.lock:
                try:
                    return stream.get_nowait()
                except queue.Empty:
                    return self.message(beat=driver_pb2.Beat())


def healthy():
    return driver_pb2.Health(state=driver_pb2.Health.STATE_HEALTHY)


class Operations:
    """Each operation once, by its id; one at a time for each resource; none while draining."""

    def __init__(self):
        self.lock = threading.Lock()
        self.empty = threading.Condition(self.lock)
        self.known, self.ended = {}, collections.deque()
        self.turns_lock = threading.Lock()
        self.turns = collections.defaultdict(threading.Lock)
        self.under_way, self.draining = 0, False
        # One thread an operation that runs or waits for its turn; what is not taken here is refused above.
        self.threads = concurrent.futures.ThreadPoolExecutor(OPERATIONS_MAX)

    def submit(self, request, admit, work):
        """Starts an operation, or joins or answers one of the same id."""
        print_of = fingerprint(request)
        with self.lock:
            if request.operation_id in self.known:
                known, future = self.known[request.operation_id]
                if known != print_of:
                    raise invalid("operation_id", "an id that was not used for another request")
                return future
            admit()
            if self.draining:
                raise Refusal(grpc.StatusCode.UNAVAILABLE, "this instance drains: ask the new one")
            if self.under_way >= OPERATIONS_MAX:
                raise Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, f"{OPERATIONS_MAX} operations are under way")
            self.under_way += 1
            future = self.threads.submit(self.run, request, work)
            self.known[request.operation_id] = (print_of, future)
            return future

    def run(self, request, work):
        refused = True
        try:
            with self.turn(request.resource):
                answer = work()
            refused = False
            return answer
        finally:
            with self.lock:
                self.under_way -= 1
                if refused:
                    # It did nothing, so it may be asked for again.
                    del self.known[request.operation_id]
                else:
                    self.ended.append(request.operation_id)
                    while len(self.ended) > RESULTS_MAX:
                        self.known.pop(self.ended.popleft(), None)
                self.empty.notify_all()

    def turn(self, resource):
        with self.turns_lock:
            return self.turns[resource]

    def drain(self, seconds):
        with self.lock:
            self.draining = True
            return self.empty.wait_for(lambda: self.under_way == 0, seconds)

    def open(self):
        with self.lock:
            self.draining = False


def fingerprint(request):
    """All that must be the same in a retry: a new leader, or a new activation, may repeat an operation."""
    bare = type(request)()
    bare.CopyFrom(request)
    bare.ClearField("token")
    bare.driver_generation = 0
    return hash(bare.SerializeToString(deterministic=True))


def check_name(field, value):
    if not NAME.match(value):
        raise invalid(field, "a name of 1 to 255 characters without control characters")


def check_timeout(request):
    seconds = request.timeout.seconds + request.timeout.nanos / 1e9
    if not request.HasField("timeout") or not 0 < seconds <= TIMEOUT_SECONDS_MAX:
        raise invalid("timeout", "above 0, at most 24 h")
    return seconds


def check_parameters(request):
    for field in ("parameters", "secret_parameters"):
        for name, value in getattr(request, field).items():
            if not PARAMETER_NAME.match(name) or "\0" in value:
                raise invalid(field, "names without '=', blanks or controls, values without NUL")
    both = set(request.parameters) & set(request.secret_parameters)
    if both:
        raise invalid("parameters", f"{', '.join(sorted(both))} not to be in secret_parameters as well")
    return {**request.parameters, **request.secret_parameters}


class Driver(driver_pb2_grpc.DriverServiceServicer, resource_pb2_grpc.ResourceServiceServicer):
    """Serves a set of agents. An agent has `name`, `describe()` and `execute(action, resource, parameters, deadline)`."""

    def __init__(self, name, version, agents):
        self.name, self.version = name, version
        self.agents = {agent.name: agent for agent in agents}
        self.instance_id = uuid.uuid4().hex
        self.session, self.tokens, self.state, self.operations = Session(), TokenGate(), StateHub(), Operations()
        self.stopping = threading.Event()
        self.executed = collections.Counter()

    # DriverService

    @answering
    def Handshake(self, request, context):
        version = self.session.greet(request)
        return driver_pb2.HandshakeResponse(
            name=self.name, version=self.version, instance_id=self.instance_id, protocol_version=version,
            capabilities=[driver_pb2.CAPABILITY_RESOURCES], pid=os.getpid(),
            agent_classes=sorted({name.split(":")[0] for name in self.agents}),
            generation=self.session.generation, activation=self.session.activation)

    @answering
    def Activate(self, request, context):
        self.session.activate(request)
        if request.activation == driver_pb2.ACTIVATION_ACTIVE:
            self.operations.open()
        return driver_pb2.ActivateResponse()

    @answering
    def Drain(self, request, context):
        if not self.operations.drain(context.time_remaining()):
            raise Refusal(grpc.StatusCode.DEADLINE_EXCEEDED, f"{self.operations.under_way} operations are under way")
        return driver_pb2.DrainResponse()

    def GetHealth(self, request, context):
        return driver_pb2.GetHealthResponse(health=healthy())

    def GetMetrics(self, request, context):
        done = metrics_pb2.Metric(
            name=f"microkernel_{self.name}_actions_total", help="Actions that agents carried out.",
            type=metrics_pb2.METRIC_TYPE_COUNTER)
        for (agent, action), count in sorted(self.executed.items()):
            done.samples.add(labels={"agent": agent, "action": action}, value=count)
        return metrics_pb2.GetMetricsResponse(metrics=[done])

    def ListAgents(self, request, context):
        return driver_pb2.ListAgentsResponse(agents=sorted(self.agents))

    @answering
    def DescribeAgent(self, request, context):
        check_name("agent", request.agent)
        return driver_pb2.DescribeAgentResponse(agent=self.find(request.agent).describe())

    def WatchState(self, request, context):
        beat = request.beat_interval.seconds + request.beat_interval.nanos / 1e9 or 1.0
        if not 0.1 <= beat <= 60:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "beat_interval: expected 100 ms to 60 s")
        stream = self.state.open()
        try:
            while context.is_active() and not self.stopping.is_set():
                if stream.too_slow:
                    context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "the reader is too slow: open a new stream")
                yield self.state.next(stream, beat)
            if self.stopping.is_set():
                context.abort(grpc.StatusCode.UNAVAILABLE, "this instance stops")
        finally:
            self.state.close(stream)

    # ResourceService

    @answering
    def Execute(self, request, context):
        if not 0 < len(request.operation_id) <= 128:
            raise invalid("operation_id", "1 to 128 characters")
        if request.action not in resource_pb2.ResourceAction.values() or request.action == 0:
            raise invalid("action", "an action")
        changes = request.action != resource_pb2.RESOURCE_ACTION_MONITOR
        has_token = request.HasField("token")
        # A node that has lost its quorum stops what it runs by itself: there is no leader to give a token.
        if has_token and request.token.term == 0 or not has_token and request.action not in (
                resource_pb2.RESOURCE_ACTION_MONITOR, resource_pb2.RESOURCE_ACTION_STOP):
            raise invalid("token.term", "the leader's term, at least 1")
        if changes and request.driver_generation == 0:
            raise invalid("driver_generation", "at least 1")
        check_name("resource", request.resource)
        check_name("agent", request.agent)
        seconds = check_timeout(request)
        parameters = check_parameters(request)
        agent = self.find(request.agent)

        def check_authority():
            if changes:
                self.session.require_active(request.driver_generation)
            if has_token:
                self.tokens.admit_term(request.token)

        def admit():
            if changes and has_token:
                self.tokens.admit_step(request.token, request.resource)

        def work():
            # While it waited for its turn a newer leader or a newer instance may have taken over.
            check_authority()
            return self.act(agent, request, parameters, seconds)

        check_authority()
        future = self.operations.submit(request, admit, work)
        try:
            return future.result(context.time_remaining())
        except concurrent.futures.TimeoutError:
            raise Refusal(grpc.StatusCode.DEADLINE_EXCEEDED,
                          f"operation {request.operation_id} goes on: ask again with the same id") from None

    @answering
    def Validate(self, request, context):
        check_name("agent", request.agent)
        agent = self.find(request.agent)
        given = check_parameters(request)
        known = {parameter.name: parameter for parameter in agent.describe().parameters}
        response = resource_pb2.ValidateResponse()
        for name in sorted(set(given) - set(known)):
            response.problems.add(parameter=name, message=f"{agent.name} has no such parameter")
        for parameter in known.values():
            if parameter.required and not given.get(parameter.name):
                response.problems.add(parameter=parameter.name, message="expected a value: it is required")
        return response

    @answering
    def Adopt(self, request, context):
        seconds = check_timeout(request)
        if len(request.resources) > ADOPTED_MAX:
            raise invalid("resources", f"at most {ADOPTED_MAX}")
        names = [resource.resource for resource in request.resources]
        for index, resource in enumerate(request.resources):
            check_name(f"resources[{index}].resource", resource.resource)
            check_name(f"resources[{index}].agent", resource.agent)
            check_parameters(resource)
            if resource.resource in names[:index]:
                raise invalid(f"resources[{index}].resource", "each resource once")
        return resource_pb2.AdoptResponse(resources=[self.adopt(resource, seconds) for resource in request.resources])

    # What both have in common

    def find(self, name):
        if name not in self.agents:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f"agent: no agent \"{name}\" on this node")
        return self.agents[name]

    def adopt(self, resource, seconds):
        answer = resource_pb2.AdoptedState(resource=resource.resource)
        if resource.agent not in self.agents:
            answer.outcome, answer.reason = resource_pb2.OUTCOME_FAILED_HERE, f"no agent \"{resource.agent}\" here"
            return answer
        with self.operations.turn(resource.resource):
            result = self.call(self.agents[resource.agent], resource_pb2.RESOURCE_ACTION_MONITOR, resource.resource,
                               check_parameters(resource), seconds)
        self.publish(resource.resource, result)
        answer.outcome, answer.state, answer.reason = result.outcome, result.state, result.reason
        return answer

    def act(self, agent, request, parameters, seconds):
        began = time.monotonic()
        answer = resource_pb2.ExecuteResponse()
        answer.started.GetCurrentTime()
        result = self.call(agent, request.action, request.resource, parameters, seconds)
        answer.duration.FromNanoseconds(int((time.monotonic() - began) * 1e9))
        answer.outcome, answer.state, answer.reason = result.outcome, result.state, result.reason
        answer.exit_code, answer.output = result.exit_code, result.output[-4096:]
        self.publish(request.resource, result)
        return answer

    def call(self, agent, action, resource, parameters, seconds):
        name = resource_pb2.ResourceAction.Name(action).removeprefix("RESOURCE_ACTION_").lower()
        self.executed[agent.name, name] += 1
        try:
            return agent.execute(name, resource, parameters, time.monotonic() + seconds)
        except Refusal:
            raise
        except TimeoutError:
            return Result(resource_pb2.OUTCOME_TIMED_OUT, driver_pb2.RESOURCE_STATE_UNSPECIFIED,
                          f"not done within {seconds} s")
        except Exception as error:  # An agent's fault is an outcome, not the end of the driver.
            return Result(resource_pb2.OUTCOME_FAILED, driver_pb2.RESOURCE_STATE_UNSPECIFIED,
                          f"the driver failed: {type(error).__name__}")

    def publish(self, resource, result):
        if result.state != driver_pb2.RESOURCE_STATE_UNSPECIFIED:
            self.state.publish(resource, result.state, result.reason)


def serve(driver, arguments=None):
    """Serves until SIGTERM or SIGINT, then lets operations end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver-dir", default="/run/microkernel/drivers")
    parser.add_argument("--instance", default=uuid.uuid4().hex[:12])
    parser.add_argument("--drain-timeout", type=float, default=60)
    options, _ = parser.parse_known_args(arguments)
    # grpcio cannot ask the kernel who has connected, so nobody but our own user and root may connect at all.
    os.umask(0o077)
    folder = os.path.join(options.driver_dir, driver.name)
    os.makedirs(folder, exist_ok=True)
    socket = os.path.join(folder, options.instance + ".sock")
    # Bound beside its place and then moved there: a socket that can be seen answers.
    temporary = socket + ".new"
    if os.path.exists(temporary):
        os.remove(temporary)
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=OPERATIONS_MAX + 64))
    driver_pb2_grpc.add_DriverServiceServicer_to_server(driver, server)
    resource_pb2_grpc.add_ResourceServiceServicer_to_server(driver, server)
    server.add_insecure_port("unix://" + os.path.abspath(temporary))
    server.start()
    os.chmod(temporary, 0o600)
    os.rename(temporary, socket)
    print(f"driver {driver.name} serves on {socket}", file=sys.stderr)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: driver.stopping.set())
    while not driver.stopping.wait(1):
        pass
    driver.operations.drain(options.drain_timeout)
    os.remove(socket)
    server.stop(1).wait()
