namespace Microkernel.Import.Sources;

/// <summary>How a file is written, so that messages show its pieces as they are in it.</summary>
internal enum SourceStyle
{
    /// <summary>Elements and attributes.</summary>
    Xml,

    /// <summary>Sections in braces with <c>key: value</c> lines.</summary>
    Braces,
}
