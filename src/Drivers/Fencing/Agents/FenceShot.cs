namespace Microkernel.Drivers.Fencing;

/// <summary>One shot at one node: an agent with all that it is told, action for action.</summary>
internal sealed class FenceShot(
    FenceProgram program, IReadOnlyDictionary<string, string> parameters, IEnumerable<string> secrets)
{
    public Task<FenceReply> RunAsync(string action, CancellationToken deadline) =>
        program.RunAsync(action, parameters, secrets, deadline);
}
