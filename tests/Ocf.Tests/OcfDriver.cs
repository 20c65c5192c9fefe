using Microkernel.Driver;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf.Tests;

/// <summary>The OCF driver in this process, active, and the requests that the tests make of it.</summary>
public static class OcfDriver
{
    private static int _operations;

    public static async Task<TestDriver> StartAsync(
        string ocfRoot = "/usr/lib/ocf", string initDirectory = "/etc/init.d")
    {
        var driver = await TestDriver.StartAsync(builder => builder
            .AddResources(_ => new OcfAgentClass(ocfRoot))
            .AddResources(_ => new LsbAgentClass(initDirectory)));
        await driver.GreetAsync();
        await driver.ActivateAsync(1);
        return driver;
    }

    /// <summary>Makes a request with an operation id of its own.</summary>
    public static ExecuteRequest Request(
        string agent, ResourceAction action, params (string Name, string Value)[] parameters)
    {
        var request = TestDriver.Request($"op{Interlocked.Increment(ref _operations)}");
        request.Agent = agent;
        request.Action = action;
        foreach (var (name, value) in parameters)
            request.Parameters.Add(name, value);
        return request;
    }

    public static async Task<ExecuteResponse> ActAsync(
        this TestDriver driver, string agent, ResourceAction action, params (string Name, string Value)[] parameters) =>
        await driver.Resources.ExecuteAsync(
            Request(agent, action, parameters), cancellationToken: TestContext.Current.CancellationToken);
}
