using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>Acts on a <see cref="World"/>.</summary>
internal sealed class WorldAgent(World world) : IResourceAgent
{
    public const string FullName = "world:thing";

    public string Name => FullName;

    /// <summary>What it sees instead of what there is; null for the truth.</summary>
    public Func<ResourceOperation, ResourceResult?> Delusion { get; init; } = _ => null;

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Agent { Name = Name });

    public async Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken) =>
        Delusion(operation) ?? await world.ExecuteAsync(operation, cancellationToken);
}
