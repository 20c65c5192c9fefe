using System.CommandLine;
using System.Reflection;
using Microkernel.Driver.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microkernel.Driver;

/// <summary>Puts a driver together: its command line, its agents, its own services.</summary>
/// <example>
/// <code>
/// var builder = new DriverHostBuilder("drbd", "Runs DRBD resources.");
/// builder.AddResources(setup => new FixedAgentClass&lt;IResourceAgent&gt;("drbd", new DrbdAgent(setup.State)));
/// return await builder.RunAsync(args);
/// </code>
/// </example>
public sealed class DriverHostBuilder
{
    private readonly RootCommand _command;
    private readonly DriverArguments _arguments = new();
    private readonly List<Capability> _capabilities = [];

    /// <summary>Begins a driver.</summary>
    /// <param name="name">As "ocf": lower case letters, digits and dashes; also the folder of its socket.</param>
    /// <param name="summary">One sentence for --help.</param>
    public DriverHostBuilder(string name, string summary)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _command = new RootCommand(summary);
        _arguments.AddTo(_command);
    }

    /// <summary>Name of the driver.</summary>
    public string Name { get; }

    /// <summary>The clock that the host and its parts go by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Version of the driver's software, semantic versioning; the program's own by default.</summary>
    public string Version { get; init; } = ProgramVersion;

    internal IReadOnlyList<Capability> Capabilities => _capabilities;

    internal List<Func<DriverSetup, IAgentClass<IResourceAgent>>> ResourceClasses { get; } = [];

    internal List<Func<DriverSetup, IAgentClass<IFenceAgent>>> FenceClasses { get; } = [];

    internal List<Action<IServiceCollection, DriverSetup>> Services { get; } = [];

    internal List<Action<IEndpointRouteBuilder>> Endpoints { get; } = [];

    /// <summary>Adds an option to the command line.</summary>
    public DriverHostBuilder AddOption(Option option)
    {
        _command.Options.Add(option);
        return this;
    }

    /// <summary>Adds a class of resource agents; the driver then serves ResourceService.</summary>
    public DriverHostBuilder AddResources(Func<DriverSetup, IAgentClass<IResourceAgent>> create)
    {
        ResourceClasses.Add(create);
        return AddCapability(Capability.Resources);
    }

    /// <summary>Adds a class of fence agents; the driver then serves FencingService.</summary>
    public DriverHostBuilder AddFencing(Func<DriverSetup, IAgentClass<IFenceAgent>> create)
    {
        FenceClasses.Add(create);
        return AddCapability(Capability.Fencing);
    }

    /// <summary>Adds a gRPC service of the driver's own, as HeartbeatService.</summary>
    /// <typeparam name="TService">
    /// Derives from the generated base; disposed with the host when it is disposable.
    /// </typeparam>
    /// <param name="capability">What the service makes the driver good for.</param>
    /// <param name="create">Makes the one instance.</param>
    public DriverHostBuilder AddService<TService>(Capability capability, Func<DriverSetup, TService> create)
        where TService : class
    {
        Services.Add((services, setup) => services.AddSingleton(_ => create(setup)));
        Endpoints.Add(endpoints => endpoints.MapGrpcService<TService>());
        return AddCapability(capability);
    }

    /// <summary>Runs the driver until SIGTERM or SIGINT.</summary>
    /// <returns>
    /// Exit code of the process: 0 after an orderly end, 1 when it cannot serve, 2 for a wrong command line.
    /// </returns>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        ProcessHardening.Apply(alsoChildren: false);
        _command.SetAction(async (parsed, token) => await ServeAsync(parsed, token));
        var parsed = _command.Parse(args);
        // The host ends at signals in its own way: it drains.
        var exit = await parsed.InvokeAsync(
            new InvocationConfiguration { ProcessTerminationTimeout = null }, cancellationToken);
        return parsed.Errors.Count > 0 ? 2 : exit;
    }

    /// <summary>Builds the host without running it.</summary>
    /// <exception cref="ArgumentException">The command line is wrong.</exception>
    public DriverHost Build(params string[] args)
    {
        var parsed = _command.Parse(args);
        if (parsed.Errors.Count > 0)
            throw new ArgumentException(string.Join("; ", parsed.Errors.Select(error => error.Message)), nameof(args));
        return Build(parsed);
    }

    internal DriverHost Build(ParseResult parsed)
    {
        var options = _arguments.Read(parsed);
        if (options.Problem(Name) is { } problem)
            throw new ArgumentException(problem, nameof(parsed));
        return new DriverHost(this, options, parsed);
    }

    private static string ProgramVersion =>
        (Assembly.GetEntryAssembly() ?? typeof(DriverHostBuilder).Assembly)
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private async Task<int> ServeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = Build(parsed);
            await host.RunAsync(cancellationToken);
            return 0;
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private DriverHostBuilder AddCapability(Capability capability)
    {
        if (!_capabilities.Contains(capability))
            _capabilities.Add(capability);
        return this;
    }
}
