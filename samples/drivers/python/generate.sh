#!/bin/sh
# Generates the Python code of the driver protocol with Debian's own compiler.
#
# usage: generate.sh [FOLDER]      default: generated/ beside this script
#
# needs: apt-get install protobuf-compiler protobuf-compiler-grpc python3-grpcio python3-protobuf
set -eu
here=$(cd "$(dirname "$0")" && pwd)
protos=$(cd "$here/../../../proto" && pwd)
out=${1:-$here/generated}
mkdir -p "$out"
protoc --proto_path="$protos" --python_out="$out" --grpc_python_out="$out" \
    --plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin "$protos"/microkernel/driver/v1/*.proto
