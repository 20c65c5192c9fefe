using System.Runtime.CompilerServices;
using Grpc.Core;

// Older binaries look for it in this assembly.
[assembly: TypeForwardedTo(typeof(AsyncStreamReaderExtensions))]
