namespace Grpc.Core;

/// <summary>Flags of a call; none has more than one meaning on every transport.</summary>
[Flags]
internal enum CallFlags
{
    /// <summary>Wait for a connection instead of failing when there is none.</summary>
    WaitForReady = 0x20,
}
