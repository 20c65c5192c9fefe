using System.CommandLine;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Microkernel.EndToEnd.Probing;

/// <summary>The client: asks a web server at a steady rate, on a new connection each time.</summary>
/// <remarks>
/// Requests overlap, so that one that waits for a dead host does not keep the next from finding the living one.
/// </remarks>
public static class ProbeCommand
{
    /// <summary>Creates <c>lab probe</c>.</summary>
    public static Command Create()
    {
        var url = new Argument<Uri>("url")
        {
            Description = "What to ask for, such as http://10.1.4.150/.",
            CustomParser = result => new Uri(result.Tokens[0].Value),
        };
        var interval = new Option<int>("--interval-ms")
        {
            Description = "Milliseconds from one request to the next.",
            DefaultValueFactory = _ => 10,
        };
        var timeout = new Option<int>("--timeout-ms")
        {
            Description = "Milliseconds until a request is given up.",
            DefaultValueFactory = _ => 100,
        };
        var command = new Command("probe", "Poll a web server and print each answer as a line of JSON.")
        {
            url, interval, timeout,
        };
        command.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(url)!,
            TimeSpan.FromMilliseconds(parsed.GetValue(interval)),
            TimeSpan.FromMilliseconds(parsed.GetValue(timeout)),
            token));
        return command;
    }

    private static async Task RunAsync(
        Uri url, TimeSpan interval, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval);
        do
        {
            _ = AskAndPrintAsync(url, timeout, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static async Task AskAndPrintAsync(Uri url, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var sent = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        var (body, problem) = await AskAsync(url, deadline.Token);
        // One call a line: the console's writer is synchronized.
        Console.WriteLine(new ProbeAnswer(sent, Stopwatch.GetTimestamp(), body, problem).ToLine());
    }

    private static async Task<(string? Body, string? Problem)> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(url.Host, url.Port, cancellationToken);
            await using var stream = new NetworkStream(socket);
            var request = $"GET {url.PathAndQuery} HTTP/1.0\r\nHost: {url.Host}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
            // HTTP/1.0: the server ends the answer by closing the connection.
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var answer = await reader.ReadToEndAsync(cancellationToken);
            var status = answer.Split("\r\n", 2)[0];
            return status.Split(' ') is [_, "200", ..] && answer.Split("\r\n\r\n", 2) is [_, var body]
                ? (body.Trim(), null)
                : (null, status.Length == 0 ? "empty answer" : status);
        }
        catch (SocketException e)
        {
            return (null, e.SocketErrorCode.ToString());
        }
        catch (IOException e)
        {
            return (null, e.InnerException is SocketException s ? s.SocketErrorCode.ToString() : e.Message);
        }
        catch (OperationCanceledException)
        {
            return (null, "no answer in time");
        }
    }
}
