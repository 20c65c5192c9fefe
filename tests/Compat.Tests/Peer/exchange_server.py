"""Serves the exchange service as its proto file says."""

import json
import sys
import threading
from concurrent import futures

import grpc

ENCODINGS = {"gzip": grpc.Compression.Gzip, "deflate": grpc.Compression.Deflate}

NO_DEADLINE = 10 * 365 * 86400  # seconds; without a deadline the C core answers some centuries


class Exchange:
    """Has a method for each method of the service."""

    def __init__(self, messages):
        self._messages = messages
        self._cancelled = set()
        self._change = threading.Condition()

    def Echo(self, request, context):
        headers = [(key, value) for key, value in context.invocation_metadata() if key in ("x-ascii", "x-bytes-bin")]
        if request.response_encoding:
            context.set_compression(ENCODINGS[request.response_encoding])
        context.send_initial_metadata(headers)
        trailers = [("t" + key[1:], value) for key, value in headers]
        if request.hang:
            self._end_of(request.hang, context).wait()
        if request.status_code:
            trailers.append(("grpc-status-details-bin", self._details(request)))
            context.set_trailing_metadata(trailers)
            context.abort(next(c for c in grpc.StatusCode if c.value[0] == request.status_code), request.text)
        context.set_trailing_metadata(trailers)
        return self._messages["compat.tests.EchoResponse"](
            text=request.text, had_deadline=context.time_remaining() < NO_DEADLINE)

    def Sum(self, requests, context):
        return self._messages["compat.tests.SumResponse"](sum=sum(request.number for request in requests))

    def Count(self, request, context):
        # Before the first message: a call that ends while it is on its way is not come back to.
        ended = self._end_of(request.hang, context) if request.hang else None
        for number in range(1, request.limit + 1):
            yield self._messages["compat.tests.CountResponse"](number=number)
        if ended:
            ended.wait()

    def Chat(self, requests, context):
        for request in requests:
            yield self._messages["compat.tests.ChatResponse"](text=request.text.upper())

    def AwaitCancellation(self, request, context):
        with self._change:
            self._change.wait_for(lambda: request.name in self._cancelled or not context.is_active())
        return self._messages["compat.tests.AwaitCancellationResponse"]()

    def _end_of(self, name, context):
        ended = threading.Event()

        def end():
            with self._change:
                self._cancelled.add(name)
                self._change.notify_all()
            ended.set()

        if not context.add_callback(end):
            end()
        return ended

    def _details(self, request):
        status = self._messages["google.rpc.Status"](code=request.status_code, message=request.text)
        info = self._messages["google.rpc.ErrorInfo"](domain="compat.tests")
        setattr(info, info.DESCRIPTOR.fields_by_number[1].name, request.text)  # "type" once, "reason" now
        violations = self._messages["google.rpc.BadRequest"]()
        violations.field_violations.add(field="text", description="is refused")
        for detail in (info, violations):
            status.details.add().Pack(detail)
        return status.SerializeToString()


def serve(service, messages, addresses):
    """Serves on all addresses, says so in a line of JSON, and stops when standard input ends."""
    exchange = Exchange(messages)
    handlers = {}
    for name, request, _, client_streams, server_streams in messages.methods():
        kind = f"{'stream' if client_streams else 'unary'}_{'stream' if server_streams else 'unary'}"
        handlers[name] = getattr(grpc, f"{kind}_rpc_method_handler")(
            getattr(exchange, name), request.FromString, lambda message: message.SerializeToString())
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=32))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, handlers),))
    ports = [server.add_insecure_port(address) for address in addresses]
    server.start()
    print(json.dumps({"ports": ports}), flush=True)
    sys.stdin.read()
    server.stop(None).wait()
