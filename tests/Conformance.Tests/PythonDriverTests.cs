using System.Diagnostics;

namespace Microkernel.Conformance.Tests;

/// <summary>The driver in Python of samples/drivers/python, generated from the protos by Debian's own tools.</summary>
public sealed class PythonDriverTests
{
    [Fact]
    public async Task PythonDriver_Verified_KeepsToTheProtocol()
    {
        var sample = Path.Combine(Repository(), "samples", "drivers", "python");
        Assert.SkipUnless(
            File.Exists("/usr/bin/protoc") && File.Exists("/usr/bin/grpc_python_plugin") &&
            Directory.Exists("/usr/lib/python3/dist-packages/grpc"),
            "protobuf-compiler, protobuf-compiler-grpc or python3-grpcio is not installed");
        var work = Directory.CreateTempSubdirectory("mkpy").FullName;
        using (var generate = Process.Start(Path.Combine(sample, "generate.sh"), [work]))
        {
            await generate.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, generate.ExitCode);
        }
        await using (var driver = await DriverUnderTest.StartAsync(
            "process", "/usr/bin/env",
            [$"MICROKERNEL_GENERATED={work}", $"PROCESS_PID_DIR={work}/pids", "/usr/bin/python3",
                Path.Combine(sample, "process_driver.py")]))
        {
            OwnDriversTests.AssertConforms(
                await driver.VerifyAsync("process:daemon", ("program", "/bin/sleep"), ("arguments", "3600")),
                sections: ["Resource orders", "Resource operations", "Validation", "Adoption", "Secrets", "Drain"]);
        }
        Directory.Delete(work, recursive: true);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Microkernel.sln"))) folder =
            Path.GetDirectoryName(folder.TrimEnd('/'))!;
        return folder;
    }
}
