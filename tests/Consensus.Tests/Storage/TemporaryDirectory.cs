namespace Consensus.Tests.Storage;

/// <summary>A directory that is removed at the end of a test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("raft-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
