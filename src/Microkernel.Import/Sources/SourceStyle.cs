namespace Microkernel.Import.Sources;

/// <summary>How a file is written, so that messages show its pieces as they are in it.</summary>
internal enum SourceStyle
{
    /// <summary>Elements and attributes.</summary>
    Xml,

    /// <summary>Sections in braces with <c>key: value</c> lines.</summary>
    Braces,

    /// <summary>Sections in braces with <c>key value</c> statements.</summary>
    Statements,

    /// <summary>Lines of <c>key=value</c>.</summary>
    Assignments,

    /// <summary>Sections between <c>&lt;name&gt;</c> and <c>&lt;/name&gt;</c> with <c>key value</c> lines.</summary>
    Tags,

    /// <summary>Commands with words and <c>key=value</c> after them.</summary>
    Commands,
}
