using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>The fencing driver in this process, active, and the requests that the tests make of it.</summary>
public static class FencingDriver
{
    private static int _operations;

    public static Task<TestDriver> StartAsync(params string[] folders) => StartAsync(folders, []);

    public static async Task<TestDriver> StartAsync(string[] folders, string[] externalFolders)
    {
        var driver = await TestDriver.StartAsync(
            builder => builder.AddFencing(setup => new FenceAgentClass(folders, externalFolders, setup.Time)));
        await driver.GreetAsync();
        await driver.ActivateAsync(1);
        return driver;
    }

    /// <summary>Makes a request with an operation id of its own.</summary>
    public static FenceRequest Request(
        string agent, FenceAction action, params (string Name, string Value)[] parameters)
    {
        var request = new FenceRequest
        {
            OperationId = $"shot{Interlocked.Increment(ref _operations)}",
            Token = new FencingToken { Term = 1, Step = 1 },
            DriverGeneration = 1,
            Device = "pdu",
            Node = "n2",
            Agent = agent,
            Action = action,
            Timeout = TimeSpan.FromSeconds(60).ToDuration(),
        };
        foreach (var (name, value) in parameters)
            request.Parameters.Add(name, value);
        return request;
    }

    public static async Task<FenceResponse> FenceAsync(this TestDriver driver, FenceRequest request) =>
        await driver.Fencing.FenceAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    public static Task<FenceResponse> FenceAsync(
        this TestDriver driver, string agent, FenceAction action, params (string Name, string Value)[] parameters) =>
        driver.FenceAsync(Request(agent, action, parameters));
}
