namespace Grpc.Core;

/// <summary>Decides, after the usual checks, whether a server's certificate is accepted.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
