"""The other side of the exchange service, written against gRPC's C core, which shares no code with gRPC for .NET.

    exchange_peer.py DESCRIPTORS serve --listen ADDRESS...     serves until its standard input ends
    exchange_peer.py DESCRIPTORS call TARGET SCENARIO [VALUE]  makes calls, prints what came of them as JSON

DESCRIPTORS is a FileDescriptorSet: message classes are built from it, so no generated code is needed.
"""

import argparse
import json
import sys

try:
    import grpc
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
except ImportError as missing:
    sys.exit(f"{missing}: install the Debian packages python3-grpcio and python3-protobuf")

from exchange_calls import SCENARIOS
from exchange_server import serve

SERVICE = "compat.tests.ExchangeService"


class Messages:
    """Gives message classes by their full names."""

    def __init__(self, path: str):
        self._pool = descriptor_pool.DescriptorPool()
        with open(path, "rb") as file:
            for descriptor in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
                self._pool.Add(descriptor)

    def __getitem__(self, name: str):
        descriptor = self._pool.FindMessageTypeByName(name)
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(descriptor)
        return message_factory.MessageFactory(self._pool).GetPrototype(descriptor)

    def methods(self):
        """Yields name, input class, output class and which sides stream, for each method of the service."""
        for method in self._pool.FindServiceByName(SERVICE).methods:
            proto = descriptor_pb2.MethodDescriptorProto()
            method.CopyToProto(proto)
            yield (method.name, self[method.input_type.full_name], self[method.output_type.full_name],
                   proto.client_streaming, proto.server_streaming)


class Stub:
    """Has a callable for each method of the service."""

    def __init__(self, messages: Messages, channel: grpc.Channel):
        for name, _, output, client_streams, server_streams in messages.methods():
            kind = f"{'stream' if client_streams else 'unary'}_{'stream' if server_streams else 'unary'}"
            setattr(self, name, getattr(channel, kind)(
                f"/{SERVICE}/{name}", lambda message: message.SerializeToString(), output.FromString))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("descriptors")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve")
    serving.add_argument("--listen", action="append", required=True)
    calling = commands.add_parser("call")
    calling.add_argument("target")
    calling.add_argument("scenario", choices=sorted(SCENARIOS))
    calling.add_argument("value", nargs="?", default="")
    arguments = parser.parse_args()

    messages = Messages(arguments.descriptors)
    if arguments.command == "serve":
        serve(SERVICE, messages, arguments.listen)
        return
    compression = {"gzip": grpc.Compression.Gzip, "deflate": grpc.Compression.Deflate}.get(arguments.value)
    with grpc.insecure_channel(arguments.target, compression=compression) as channel:
        print(json.dumps(SCENARIOS[arguments.scenario](Stub(messages, channel), messages, arguments.value)))


if __name__ == "__main__":
    main()
