using Microkernel.Cli.Terminals;

namespace Microkernel.Cli.CommandLine;

/// <summary>What all commands of one run share.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Options">The options that every command has.</param>
internal sealed record CommandEnvironment(Terminal Terminal, GlobalOptions Options);
