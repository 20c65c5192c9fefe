using System.Diagnostics;
using System.Text;

namespace Compat.Tests.Peer;

/// <summary>Runs the peer, Debian's Python with gRPC's C core, as a child process.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private PeerProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Starts the peer with arguments.</summary>
    public static PeerProcess Start(params IEnumerable<string> arguments)
    {
        if (!File.Exists(Python))
        {
            throw new InvalidOperationException($"{Python} is missing: apt-get install python3 python3-grpcio");
        }

        var start = new ProcessStartInfo(Python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-B");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peer", "exchange_peer.py"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new PeerProcess(Process.Start(start)!);
    }

    /// <summary>Returns the next line that the peer prints; fails with the peer's own words if it ends.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Deadline);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is not null)
            {
                return line;
            }

            await _process.WaitForExitAsync(limit.Token);
            throw new InvalidOperationException($"The peer ended with {_process.ExitCode} and no line:\n{Errors()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The peer printed no line within {Deadline}:\n{Errors()}");
        }
    }

    /// <summary>Ends the peer: it stops when its standard input ends, and is killed if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private string Errors()
    {
        lock (_errors)
        {
            return _errors.ToString();
        }
    }
}
