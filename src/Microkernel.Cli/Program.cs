using Microkernel.Cli;
using Microkernel.Cli.Terminals;

return await MkctlApplication.RunAsync(args, Terminal.OfProcess());
