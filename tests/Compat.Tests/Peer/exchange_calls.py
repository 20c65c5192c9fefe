"""Calls of the exchange service; each returns what the test looks at."""

import base64
import queue

import grpc

TIMEOUT = 30  # seconds; only a call that hangs by mistake gets there


def unary(stub, messages, value):
    request = messages["compat.tests.EchoRequest"](text=value)
    response, call = stub.Echo.with_call(request, timeout=TIMEOUT)
    return {"text": response.text, "hadDeadline": response.had_deadline, "trailers": _values(call.trailing_metadata())}


def compressed(stub, messages, value):
    response = stub.Echo(messages["compat.tests.EchoRequest"](text="again and " * 1000), timeout=TIMEOUT)
    return {"length": len(response.text)}


def client_streaming(stub, messages, value):
    requests = (messages["compat.tests.SumRequest"](number=number) for number in range(1, 101))
    return {"sum": stub.Sum(requests, timeout=TIMEOUT).sum}


def server_streaming(stub, messages, value):
    responses = stub.Count(messages["compat.tests.CountRequest"](limit=100), timeout=TIMEOUT)
    return {"numbers": [response.number for response in responses]}


def duplex(stub, messages, value):
    answers = []
    to_say = queue.SimpleQueue()

    def requests():
        while (text := to_say.get()) is not None:
            yield messages["compat.tests.ChatRequest"](text=text)

    # Says the next thing only after the answer to the last: both directions must be open at once.
    responses = stub.Chat(requests(), timeout=TIMEOUT)
    for text in ("one", "two", "three"):
        to_say.put(text)
        answers.append(next(responses).text)
    to_say.put(None)
    return {"answers": answers, "ended": next(responses, None) is None}


def deadline(stub, messages, value):
    try:
        stub.Echo(messages["compat.tests.EchoRequest"](hang=value), timeout=0.2)
    except grpc.RpcError as error:
        code = error.code().name
    stub.AwaitCancellation(messages["compat.tests.AwaitCancellationRequest"](name=value), timeout=TIMEOUT)
    return {"code": code}


def cancellation(stub, messages, value):
    call = stub.Count(messages["compat.tests.CountRequest"](limit=1, hang=value), timeout=TIMEOUT)
    next(call)
    call.cancel()
    stub.AwaitCancellation(messages["compat.tests.AwaitCancellationRequest"](name=value), timeout=TIMEOUT)
    return {"code": call.code().name}


def metadata(stub, messages, value):
    call = stub.Echo.future(
        messages["compat.tests.EchoRequest"](text="x"), timeout=TIMEOUT,
        metadata=(("x-ascii", "plain text"), ("x-bytes-bin", bytes(range(256)))))
    call.result()
    return {"headers": _values(call.initial_metadata()), "trailers": _values(call.trailing_metadata())}


def status_details(stub, messages, value):
    try:
        stub.Echo(messages["compat.tests.EchoRequest"](text=value, status_code=9), timeout=TIMEOUT)
    except grpc.RpcError as error:
        trailers = dict(error.trailing_metadata())
        code, message = error.code().name, error.details()
    status = messages["google.rpc.Status"].FromString(trailers["grpc-status-details-bin"])
    info, refused = messages["google.rpc.ErrorInfo"](), messages["google.rpc.BadRequest"]()
    unpacked = status.details[0].Unpack(info) and status.details[1].Unpack(refused)
    return {"code": code, "message": message, "statusCode": status.code, "statusMessage": status.message,
            "unpacked": unpacked, "domain": info.domain,
            "reason": getattr(info, info.DESCRIPTOR.fields_by_number[1].name),  # "type" once, "reason" now
            "fields": [violation.field for violation in refused.field_violations]}


def _values(entries):
    return {key: base64.b64encode(value).decode() if isinstance(value, bytes) else value for key, value in entries}


SCENARIOS = {function.__name__: function for function in (
    unary, compressed, client_streaming, server_streaming, duplex, deadline, cancellation, metadata, status_details)}
