using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microkernel.Cli.Tests.Cluster;

/// <summary>
/// A real gRPC server on a Unix socket that answers what a test tells it to, so that what mkctl shows and sends can be
/// seen for states that a real cluster is seldom in.
/// </summary>
public sealed class ScriptedCluster : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mkctl");
    private readonly ConcurrentDictionary<Type, Func<IMessage, IMessage>> _answers = new();

    private ScriptedCluster()
    {
        SocketPath = Path.Combine(_folder.FullName, "core.sock");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ListenUnixSocket(SocketPath, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        _server = builder.Build();
        _server.MapGrpcService<ScriptedObjects>();
        _server.MapGrpcService<ScriptedStatus>();
        _server.MapGrpcService<ScriptedOperations>();
        _server.MapGrpcService<ScriptedEvents>();
    }

    /// <summary>Gets the socket.</summary>
    public string SocketPath { get; }

    /// <summary>Gets the address for <c>--server</c>.</summary>
    public string Address => $"unix://{SocketPath}";

    /// <summary>Gets what was asked, in order.</summary>
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    /// <summary>Gets the events that are kept.</summary>
    public List<Event> Events { get; } = [];

    public static async Task<ScriptedCluster> StartAsync()
    {
        var cluster = new ScriptedCluster();
        await cluster._server.StartAsync(TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <summary>Says what to answer to a request; an <see cref="RpcException"/> thrown there is answered too.</summary>
    public ScriptedCluster Answer<TRequest>(Func<TRequest, IMessage> answer)
        where TRequest : IMessage
    {
        _answers[typeof(TRequest)] = request => answer((TRequest)request);
        return this;
    }

    /// <summary>Runs <c>mkctl</c> against this cluster.</summary>
    public Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.StartAsync([.. arguments, "--server", Address]);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(TestContext.Current.CancellationToken);
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal Task<T> ReplyAsync<T>(IMessage request)
        where T : IMessage
    {
        Requests.Enqueue(request);
        return _answers.TryGetValue(request.GetType(), out var answer)
            ? Task.FromResult((T)answer(request))
            : throw new RpcException(
                new Status(StatusCode.Unimplemented, $"{request.Descriptor.Name} is not scripted"));
    }
}
