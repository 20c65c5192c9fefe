using Microkernel.Cli.Contexts;
using Microkernel.Security;

namespace Microkernel.Cli.Founding;

/// <summary>Gives a new cluster a name in the file of contexts.</summary>
internal static class AdminContext
{
    /// <summary>Writes a file with one context; a file that is there is left alone.</summary>
    /// <returns>The path of the file that was written; null when there is one already, or no home for it.</returns>
    public static string? Write(
        string cluster, IReadOnlyList<string> servers, PkiDirectory pki, Func<string, string?> environment)
    {
        if (ContextFile.Locate(environment) is not { } path || File.Exists(path))
        {
            return null;
        }

        string[] lines =
        [
            $"current: {cluster}",
            "contexts:",
            $"  {cluster}:",
            $"    servers: [{string.Join(", ", servers.Select(server => $"'{server}'"))}]",
            $"    ca: {pki.Authorities}",
            $"    cert: {pki.AdminCertificate}",
            $"    key: {pki.AdminKey}",
        ];
        PemFiles.WritePrivate(path, string.Join('\n', lines) + "\n");
        return path;
    }
}
