using System.Diagnostics;
using Microkernel.EndToEnd.Hosts;

namespace Microkernel.EndToEnd.Probing;

/// <summary>A client on a host of the lab that polls a web server, and the answers that it got or missed.</summary>
public sealed class HttpProbe : LineFeed<ProbeAnswer>
{
    private HttpProbe(Process process)
        : base(process, ProbeAnswer.FromLine)
    {
    }

    /// <summary>Starts to poll.</summary>
    /// <param name="host">The host that the client runs on.</param>
    /// <param name="url">What it asks for.</param>
    /// <param name="interval">Time from one request to the next. Default: 10 ms.</param>
    /// <param name="timeout">Time until a request is given up. Default: 100 ms.</param>
    public static async Task<HttpProbe> StartAsync(
        Host host, Uri url, TimeSpan? interval = null, TimeSpan? timeout = null) => new(await StartAsync(
            host,
            "probe",
            url.ToString(),
            $"--interval-ms={(interval ?? TimeSpan.FromMilliseconds(10)).TotalMilliseconds:0}",
            $"--timeout-ms={(timeout ?? TimeSpan.FromMilliseconds(100)).TotalMilliseconds:0}"));
}
