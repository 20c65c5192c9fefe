using Microkernel.Model.Validation;

namespace Microkernel.Import.Sources;

/// <summary>An attribute, or key with a value, and whether somebody has dealt with it.</summary>
internal sealed class SourceAttribute(SourceElement owner, string name, string value, int line, int column)
{
    public SourceElement Owner => owner;

    public string Name => name;

    public string Value => value;

    public int Line => line;

    public int Column => column;

    /// <summary>Gets or sets whether the report says what became of it, by itself or with its element.</summary>
    public bool IsHandled { get; set; }

    /// <summary>Returns the attribute as it is in the file, a secret masked.</summary>
    public override string ToString()
    {
        var shown = IsSecret ? "***" : Shorten(value);
        return owner.Style switch
        {
            SourceStyle.Xml => $"{name}=\"{shown}\"",
            SourceStyle.Braces => $"{name}: {shown}",
            SourceStyle.Statements or SourceStyle.Tags => shown.Length > 0 ? $"{name} {shown}" : name,
            _ => $"{name}={shown}",
        };
    }

    // The token of the totem protocol is a time. Of a pair of name and value the name says whether it is a secret.
    private bool IsSecret => (SecretNames.IsSecret(name) && owner.Name != "totem")
        || (name == "value" && owner.Find("name") is { } named && SecretNames.IsSecret(named.Value))
        || owner.Secrets.Contains(name);

    private static string Shorten(string text) =>
        text.Length > 120 ? string.Concat(text.AsSpan(0, 120), "…") : text;
}
