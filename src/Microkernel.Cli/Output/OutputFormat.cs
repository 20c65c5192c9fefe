namespace Microkernel.Cli.Output;

/// <summary>Forms of results.</summary>
internal enum OutputFormat
{
    /// <summary>For people, in 80 columns.</summary>
    Table,

    /// <summary>For people, with more columns and without regard to the width.</summary>
    Wide,

    /// <summary>The proto3 JSON of the answer.</summary>
    Json,

    /// <summary>YAML in the words of manifests.</summary>
    Yaml,

    /// <summary>Names alone, one a line.</summary>
    Name,
}
