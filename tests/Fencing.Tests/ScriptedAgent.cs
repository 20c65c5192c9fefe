using Microkernel.Driver.Tests;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>
/// A fence agent in a folder of its own that reads its parameters as every agent does, and logs each action.
/// </summary>
public sealed class ScriptedAgent : IDisposable
{
    public const string Name = "fence:fence_scripted";

    private readonly TestFolder _folder = new();

    /// <param name="cases">Arms of a shell case over $action; $port and the folder $here can be used.</param>
    public ScriptedAgent(string cases) => _folder.Script("fence_scripted", $$"""
        #!/bin/sh
        here={{_folder.Path}}
        while read line; do
            case $line in
            action=*) action=${line#*=};;
            plug=*|port=*) port=${line#*=};;
            esac
            [ -n "$action" ] && [ "$action" != metadata ] && echo "$line" >> $here/input
        done
        [ "$action" = metadata ] || echo "$action" >> $here/actions
        case $action in
        {{cases}}
        metadata)
            echo '<?xml version="1.0" ?><resource-agent name="fence_scripted" shortdesc="Scripted">'
            echo '<parameters><parameter name="port" required="1"><content type="string"/></parameter></parameters>'
            echo '<actions><action name="off"/></actions></resource-agent>';;
        esac
        """);

    public string Folder => _folder.Path;

    public IReadOnlyList<string> Actions => Lines("actions");

    public IReadOnlyList<string> Input => Lines("input");

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    private string[] Lines(string name) =>
        System.IO.File.Exists(File(name)) ? System.IO.File.ReadAllLines(File(name)) : [];
}
