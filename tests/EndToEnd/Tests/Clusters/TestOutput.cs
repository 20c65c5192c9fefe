using System.Text;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>Writes to the output of the running test.</summary>
internal sealed class TestOutput : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void WriteLine(string? value) => TestContext.Current.TestOutputHelper?.WriteLine(value ?? "");
}
