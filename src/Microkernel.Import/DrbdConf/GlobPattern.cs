using System.IO.Enumeration;

namespace Microkernel.Import.DrbdConf;

/// <summary>Tells which files an include means.</summary>
internal static class GlobPattern
{
    /// <summary>
    /// Tells whether a file is meant: the name must match, and of the folders those that both say. '*' and '?' are as
    /// in glob(7).
    /// </summary>
    public static bool IsMatch(string pattern, string file)
    {
        var wanted = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var has = file.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 1; i <= Math.Min(wanted.Length, has.Length); i++)
        {
            if (!FileSystemName.MatchesSimpleExpression(wanted[^i], has[^i], ignoreCase: false))
            {
                return false;
            }
        }

        return wanted.Length > 0;
    }
}
