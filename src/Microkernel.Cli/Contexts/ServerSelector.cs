using Microkernel.Cli.Connection;
using Microkernel.Cli.Failures;
using Microkernel.Model;

namespace Microkernel.Cli.Contexts;

/// <summary>
/// Decides which servers are meant: <c>--server</c>, else <c>--context</c>, else <c>MKCTL_CONTEXT</c>, else the current
/// context of the file, else the socket of the core on this host.
/// </summary>
internal static class ServerSelector
{
    /// <summary>Variable that holds the name of a context, or servers with commas between.</summary>
    public const string Variable = "MKCTL_CONTEXT";

    /// <summary>Returns the servers in the order in which they are to be tried.</summary>
    /// <exception cref="CommandFailure">An address is malformed or a context unknown.</exception>
    public static ClusterTarget Select(
        IReadOnlyList<string> servers, string? context, Func<string, string?> environment)
    {
        if (servers.Count > 0)
        {
            // A context that is named beside them still says by what certificates.
            var named = string.IsNullOrEmpty(context) || context.AsSpan().IndexOfAny(":,/") >= 0
                ? new ClientCredentials()
                : Of(ContextFile.Read(ContextFile.Locate(environment)), context, "--context").Credentials;
            return new ClusterTarget(ServerAddress.ParseList(string.Join(',', servers), "--server"), named);
        }

        var (source, wanted) = context is not null ? ("--context", context) : (Variable, environment(Variable));
        if (string.IsNullOrEmpty(wanted))
        {
            if (ContextFile.Read(ContextFile.Locate(environment)) is not { Current: { } current } file)
            {
                return new ClusterTarget([ServerAddress.Default], new ClientCredentials());
            }

            return Of(file, current, $"{file.Path}: current");
        }

        // Names of contexts have none of these characters, addresses of servers have one.
        return wanted.AsSpan().IndexOfAny(":,/") >= 0
            ? new ClusterTarget(ServerAddress.ParseList(wanted, source), new ClientCredentials())
            : Of(ContextFile.Read(ContextFile.Locate(environment)), wanted, source);
    }

    private static ClusterTarget Of(ContextFile? file, string name, string source)
    {
        if (file is null)
        {
            throw new CommandFailure(
                ExitCodes.Usage, $"{source}: '{name}': no such context, as there is no file of contexts.",
                "Write ~/.config/mkctl/config.yaml, or name servers: HOST:PORT,HOST:PORT.");
        }

        if (file.Contexts.TryGetValue(name, out var found))
        {
            return new ClusterTarget(
                [.. found.Servers.Select(s => ServerAddress.Parse(s, $"{file.Path}: contexts.{name}.servers"))],
                found.Credentials);
        }

        var near = NearestName.Find(name, file.Contexts.Keys);
        var hint = near is null ? string.Empty : $" (did you mean {near}?)";
        throw CommandFailure.Usage(
            source, name, $"a context of {file.Path}{hint}: {string.Join(", ", file.Contexts.Keys.Order())}");
    }
}
