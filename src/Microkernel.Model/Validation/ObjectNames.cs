namespace Microkernel.Model.Validation;

/// <summary>What names of objects look like.</summary>
public static class ObjectNames
{
    /// <summary>Most characters of a name.</summary>
    public const int LengthMax = 128;

    /// <summary>What a message says that is expected.</summary>
    public const string Expected =
        "1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit";

    /// <summary>Tells whether a name may be used.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LengthMax && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsAllowed);

    /// <summary>Tells whether a character may be in a name, after the first.</summary>
    public static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
