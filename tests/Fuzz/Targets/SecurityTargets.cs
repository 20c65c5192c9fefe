using System.Security.Cryptography;
using System.Text;
using Microkernel.Security;

namespace Microkernel.Fuzz.Targets;

/// <summary>Tokens, requests for certificates, sealed values.</summary>
internal static class SecurityTargets
{
    private static readonly DataKeyRing Ring = new([DataKey.Create(1)]);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("token", Token, [Encoding.UTF8.GetBytes(TokenText.Create("office", ["ab"], ["10.0.0.1:7400"]).ToString())]),
        new("certificate-request", Request, [Made()]),
        new("alternative-names", input => UniformResourceNames.Of(input), [Convert.FromHexString("3013861161626364656667686970717273747576777879")]),
        new("sealed-value", Open, [Ring.Seal("secret"u8, "x")]),
    ];

    private static byte[] Made()
    {
        using var request = new KeyRequest();
        return request.Request;
    }

    private static void Token(byte[] input)
    {
        try
        {
            TokenText.Parse(Encoding.UTF8.GetString(input));
        }
        catch (FormatException)
        {
            // Refused, with a reason.
        }
    }

    private static void Request(byte[] input)
    {
        try
        {
            KeyRequest.Read(input);
        }
        catch (FormatException)
        {
            // Refused, with a reason.
        }
    }

    private static void Open(byte[] input)
    {
        try
        {
            Ring.Open(input, "x");
        }
        catch (CryptographicException)
        {
            // Refused.
        }
    }
}
