using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Microkernel.Driver;

/// <summary>The smallest web application that serves gRPC on a Unix socket.</summary>
internal static class DriverApplication
{
    /// <summary>Largest request: a resource with its parameters is some kilobytes.</summary>
    private const int RequestBytesMax = 1 << 20;

    public static WebApplicationBuilder CreateBuilder(string socketPath)
    {
        // No configuration files, no environment: the command line says all.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socketPath, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(RefuseStrangers);
            });
            // A drain or a long stop keeps a connection silent for as long as it takes.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = OperationGate.OperationsMax;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestBytesMax);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton<IHostLifetime, SignallessLifetime>();
        return builder;
    }

    /// <summary>One line an entry, to standard error, in UTC.</summary>
    public static ILoggerFactory CreateLoggers(LogLevel least) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(least);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    private static ConnectionDelegate RefuseStrangers(ConnectionDelegate next) => async connection =>
    {
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is null || !PeerCredentials.Of(socket).IsTrusted)
        {
            connection.Abort(new ConnectionAbortedException("the peer's user may not give orders"));
            return;
        }
        await next(connection);
    };

    /// <summary>Leaves signals to <see cref="DriverHost"/>, which drains first.</summary>
    private sealed class SignallessLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
