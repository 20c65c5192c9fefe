namespace Grpc.Core;

/// <summary>Tells a <see cref="VerifyPeerCallback" /> whom it is asked about.</summary>
public class VerifyPeerContext
{
    /// <summary>Creates a context.</summary>
    public VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>Gets the name of the server that was asked for.</summary>
    public string TargetName { get; }

    /// <summary>Gets the server's certificate in PEM.</summary>
    public string PeerPem { get; }
}
