using System.Text.RegularExpressions;

namespace Microkernel.Conformance.Tests;

/// <summary>The error tables in the comments of the driver protocol.</summary>
internal static partial class ErrorTable
{
    private static readonly string[] Codes =
    [
        "OK", "INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "ABORTED", "UNAVAILABLE", "RESOURCE_EXHAUSTED",
        "DEADLINE_EXCEEDED",
    ];

    /// <summary>Each RPC of the protocol with its rows: condition and code.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(string Condition, string Code)>> Read()
    {
        var tables = new Dictionary<string, IReadOnlyList<(string, string)>>();
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.proto"))
        {
            var comment = new List<string>();
            foreach (var line in File.ReadLines(file).Select(line => line.Trim()))
            {
                if (line.StartsWith("//", StringComparison.Ordinal))
                {
                    comment.Add(line);
                    continue;
                }
                if (Rpc().Match(line) is { Success: true } rpc)
                    tables.Add(rpc.Groups[1].Value, [.. comment.Select(Row).OfType<(string, string)>()]);
                comment.Clear();
            }
        }
        return tables;
    }

    private static (string, string)? Row(string line)
    {
        if (!line.StartsWith("// |", StringComparison.Ordinal)) return null;
        var cells = line.Split('|');
        var code = cells[2].Split(',')[0].Trim();
        if (code is "code" or "---") return null;
        Assert.True(Codes.Contains(code), $"'{line}': expected one of {string.Join(", ", Codes)}");
        Assert.True(cells is [_, _, _, _, ""], $"'{line}': expected three columns");
        return (cells[1].Trim(), code);
    }

    private static string Folder()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var protos = Path.Combine(folder, "proto", "microkernel", "driver", "v1");
            if (Directory.Exists(protos)) return protos;
        }
        throw new DirectoryNotFoundException("proto/microkernel/driver/v1");
    }

    [GeneratedRegex(@"^rpc (\w+)\(")]
    private static partial Regex Rpc();
}
