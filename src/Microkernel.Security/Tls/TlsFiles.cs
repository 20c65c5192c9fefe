namespace Microkernel.Security;

/// <summary>Where a program's TLS identity is kept.</summary>
/// <param name="Certificate">Its certificate in PEM, intermediate authorities behind it; null for none.</param>
/// <param name="Key">The key in PEM; null for none.</param>
/// <param name="Authorities">Certificates of the authorities that are trusted, in PEM.</param>
public sealed record TlsFiles(string? Certificate, string? Key, string Authorities);
