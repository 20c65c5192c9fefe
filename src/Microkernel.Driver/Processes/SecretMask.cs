namespace Microkernel.Driver;

/// <summary>Takes secret values out of text.</summary>
public sealed class SecretMask
{
    /// <summary>What stands in for a secret.</summary>
    public const string Stars = "********";

    /// <summary>A line of a key file shorter than this is no secret by itself.</summary>
    private const int LineLengthMin = 8;

    private readonly string[] _secrets;

    /// <summary>
    /// Creates the mask; of a value with several lines, as a private key, each long line is masked too.
    /// </summary>
    public SecretMask(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _secrets = [.. secrets
            .SelectMany(secret => secret.Split('\n').Select(line => line.Trim())
                .Where(line => line.Length >= LineLengthMin)
                .Append(secret.Trim()))
            .Where(secret => secret.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(secret => secret.Length)];
    }

    /// <summary>Masks every secret in a text.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var secret in _secrets)
            text = text.Replace(secret, Stars, StringComparison.Ordinal);
        return text;
    }
}
