using Grpc.Core;

namespace Microkernel.Conformance;

/// <summary>What checks expect; each failure says what was expected and what was found.</summary>
internal static class Expect
{
    /// <summary>Fails unless something holds.</summary>
    public static void That(bool holds, string expected, object? found)
    {
        if (!holds) throw new CheckFailedException($"expected {expected}, got {found ?? "nothing"}");
    }

    /// <summary>Fails unless a call is refused with a code, and with all these words in its message.</summary>
    public static async Task<string> RefusalAsync<T>(StatusCode code, AsyncUnaryCall<T> call, params string[] words)
    {
        try
        {
            var answer = await call;
            throw new CheckFailedException($"expected the refusal {Name(code)}, got an answer: {Cut($"{answer}")}");
        }
        catch (RpcException e)
        {
            That(e.StatusCode == code, $"the refusal {Name(code)}", $"{Name(e.StatusCode)}: {Cut(e.Status.Detail)}");
            var missing = words.Where(word =>
                !e.Status.Detail.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
            That(missing.Count == 0, $"a message that names {string.Join(" and ", missing)}",
                $"\"{Cut(e.Status.Detail)}\"");
            return e.Status.Detail;
        }
    }

    /// <summary>Gets an answer, or fails with the refusal.</summary>
    public static async Task<T> AnswerAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            return await call;
        }
        catch (RpcException e)
        {
            throw new CheckFailedException($"expected an answer, got {Name(e.StatusCode)}: {Cut(e.Status.Detail)}");
        }
    }

    /// <summary>Skips the check unless something is there.</summary>
    public static void Needs(bool there, string what)
    {
        if (!there) throw new CheckSkippedException(what);
    }

    /// <summary>The code as the protos spell it.</summary>
    public static string Name(StatusCode code) =>
        string.Concat($"{code}".Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")).ToUpperInvariant();

    private static string Cut(string text) => text.Length > 300 ? text[..300] + "…" : text;
}
