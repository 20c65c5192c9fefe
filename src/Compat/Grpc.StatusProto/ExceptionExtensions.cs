using Google.Rpc;

namespace Grpc.Core;

/// <summary>Turns exceptions into error details.</summary>
public static class ExceptionExtensions
{
    /// <summary>Creates a detail of the stack and, down to a depth, of the inner exceptions.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="innerDepth">How many inner exceptions to add; zero adds none.</param>
    /// <remarks>It shows a server's inside to its clients: meant for debugging.</remarks>
    public static DebugInfo ToRpcDebugInfo(this Exception exception, int innerDepth = 0)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var info = new DebugInfo { Detail = Describe(exception) };
        AddStack(info, exception);
        var inner = exception.InnerException;
        for (var depth = 0; inner is not null && depth < innerDepth; depth++)
        {
            info.StackEntries.Add("InnerException: " + Describe(inner));
            AddStack(info, inner);
            inner = inner.InnerException;
        }

        return info;
    }

    private static string Describe(Exception exception) => $"{exception.GetType().FullName}: {exception.Message}";

    private static void AddStack(DebugInfo info, Exception exception) =>
        info.StackEntries.AddRange(exception.StackTrace?.Split(Environment.NewLine) ?? []);
}
