using Microkernel.Driver;
using Microkernel.Driver.V1;
using Microkernel.TestDriver;

var builder = new DriverHostBuilder("test", "A driver for tests.")
{
    Version = Environment.GetEnvironmentVariable("TEST_DRIVER_VERSION") ?? "1.0.0",
};
return await builder
    .AddResources(_ => new FixedAgentClass<IResourceAgent>("test", [new NothingAgent()]))
    .RunAsync(args);
