using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl secret rotate-key</c>: changes the key that secrets are sealed with.</summary>
internal sealed class SecretRotateKeyCommand(CommandEnvironment environment)
    : ClusterCommand("rotate-key", "Seal every secret with a new key; every node must be there.", environment)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("mkctl secret rotate-key", "When a disk of a node, or a person who had root there, has gone.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var answer = await session.CallAsync(
            "Changing the data key",
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).RotateDataKeyAsync(
                new RotateDataKeyRequest(), options),
            cancellation);
        session.Print(
            answer, [$"{answer.Id}"],
            () => session.Out.WriteLine($"Data key {answer.Id} is in use; {answer.Resealed} secrets and keys sealed anew."));
        return ExitCodes.Ok;
    }
}
