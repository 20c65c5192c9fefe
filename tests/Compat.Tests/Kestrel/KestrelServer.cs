using System.Net;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compat.Tests.Kestrel;

/// <summary>Our server, the real Grpc.AspNetCore.Server in Kestrel, on a TCP port and a Unix socket.</summary>
internal sealed class KestrelServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly WebApplication _application;

    private KestrelServer(DirectoryInfo directory, WebApplication application)
    {
        _directory = directory;
        _application = application;
    }

    /// <summary>Gets the address for a .NET channel.</summary>
    public string Address => _application.Urls.First(url => url.StartsWith("http://127", StringComparison.Ordinal));

    /// <summary>Gets the address in the form that gRPC's C core takes.</summary>
    public string Target => new Uri(Address).Authority;

    /// <summary>Gets the path of the Unix socket.</summary>
    public string Socket => SocketIn(_directory);

    /// <summary>Starts a server.</summary>
    public static async Task<KestrelServer> StartAsync(Action<GrpcServiceOptions>? configure = null)
    {
        var directory = Directory.CreateTempSubdirectory("compat-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenUnixSocket(SocketIn(directory), listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton<KestrelExchange>();
        builder.Services.AddGrpc(options => configure?.Invoke(options));
        var application = builder.Build();
        application.MapGrpcService<KestrelExchange>();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new KestrelServer(directory, application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static string SocketIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "kestrel.sock");
}
