using System.Formats.Asn1;

namespace Microkernel.Security;

/// <summary>Reads the URIs of a subjectAltName extension (RFC 5280, 4.2.1.6).</summary>
internal static class UniformResourceNames
{
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    public static IReadOnlyList<string> Of(byte[] extension)
    {
        var found = new List<string>();
        try
        {
            var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(UriTag))
                    found.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
                else
                    names.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // Not what the RFC says: it names nobody.
            return [];
        }
        return found;
    }
}
