namespace Microkernel.Security;

/// <summary>Why a certificate is refused.</summary>
public enum TlsRefusal
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>None was shown.</summary>
    NoCertificate,

    /// <summary>No authority that is trusted has issued it.</summary>
    UnknownAuthority,

    /// <summary>It is not valid yet or any more.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>It names neither cluster, role nor holder.</summary>
    NoIdentity,

    /// <summary>It is for another cluster.</summary>
    OtherCluster,

    /// <summary>Its holder is not who was expected: no node, or another one.</summary>
    OtherRole,
}
