using System.CommandLine;
using Microkernel.Core.Configuration;
using Microkernel.Core.Hosting;
using Microkernel.Driver;

var file = new Option<string?>("--config")
{
    Description = "YAML file with these settings, 'name: value'.",
    Recursive = true,
};
var check = new Option<bool>("--" + CoreProgram.CheckOption)
{
    Description = "Only tells whether these settings can be used: 'microkerneld VERSION: ...' and 0, or the problem "
        + "and 2.",
};
var root = new RootCommand(
    "The core of a Microkernel cluster node. Each setting may stand in the file, as a flag, or in the environment; " +
    "flags win over the environment, the environment over the file.") { file, check };
var flags = new Dictionary<CoreSetting, Option<string?>>();
foreach (var setting in CoreSettings.All)
{
    var fallback = setting.Default is null ? "Required." : $"Default: {setting.Default}.";
    flags[setting] = new Option<string?>("--" + setting.Name)
    {
        Description = $"{setting.Description} {fallback} Environment: {setting.EnvironmentVariable}.",
        Recursive = true,
    };
    root.Add(flags[setting]);
}

root.Add(RestoreCommand.Create(Load));
root.SetAction(async (parsed, ct) =>
{
    try
    {
        var options = Load(parsed);
        if (parsed.GetValue(check))
        {
            Console.WriteLine($"{CoreProgram.Name} {NodeIdentityFactory.Version}: the settings can be used");
            return 0;
        }
        ProcessHardening.Apply(alsoChildren: true);
        var (exitCode, successor) = await CoreHost.RunAsync(options, ct);
        if (successor is null) return exitCode;
        var reason = ProgramReplacement.Execute(successor, Environment.GetCommandLineArgs()[1..]);
        await Console.Error.WriteLineAsync($"microkerneld: {successor} cannot be started: {reason}");
        return ProgramReplacement.FailedExitCode;
    }
    catch (CoreOptionsException e)
    {
        await Console.Error.WriteLineAsync($"microkerneld: {e.Message}");
        return 2;
    }
});
return await root.Parse(args).InvokeAsync();

CoreOptions Load(ParseResult parsed)
{
    var given = flags.Where(pair => parsed.GetValue(pair.Value) is not null)
        .ToDictionary(pair => pair.Key.Name, pair => parsed.GetValue(pair.Value)!);
    return CoreOptionsLoader.Load(parsed.GetValue(file), given, Environment.GetEnvironmentVariable);
}
