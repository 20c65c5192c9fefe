using Microkernel.Driver;

namespace Microkernel.Conformance.Sections;

/// <summary>The socket and who may use it.</summary>
internal static class SocketChecks
{
    private const UnixFileMode ForOthers =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IReadOnlyList<Check> All { get; } = new CheckList("Socket")
        .Add("The driver serves on a socket named INSTANCE.sock.", s =>
        {
            Expect.That(s.Socket.EndsWith(".sock", StringComparison.Ordinal), "a name that ends in .sock", s.Socket);
            return Task.CompletedTask;
        })
        .Add("The socket's mode is 0660 or stricter.", s =>
        {
            var mode = File.GetUnixFileMode(s.Socket);
            var tooMuch = ForOthers | UnixFileMode.UserExecute | UnixFileMode.GroupExecute;
            Expect.That((mode & tooMuch) == 0, "mode 0660 or stricter", Octal(mode));
            return Task.CompletedTask;
        })
        .Add("The mode of the socket's folder is 0750 or stricter.", s =>
        {
            var mode = File.GetUnixFileMode(Path.GetDirectoryName(s.Socket)!);
            Expect.That((mode & (ForOthers | UnixFileMode.GroupWrite)) == 0, "mode 0750 or stricter", Octal(mode));
            return Task.CompletedTask;
        })
        .Add("The socket is served by the caller's own user or by root.", s =>
        {
            Expect.That(s.Server is { IsTrusted: true }, $"uid 0 or {PeerCredentials.OwnUserId}", s.Server?.UserId);
            return Task.CompletedTask;
        })
        .Add("A user who is neither root nor the driver's own gets no answer, even from the socket's group.", async s =>
        {
            Expect.Needs(PeerCredentials.OwnUserId == 0, "run it as root: only root can appear as another user");
            var answered = await Stranger.GetsAnswerAsync(s.Socket, s.Options.Patience);
            Expect.That(!answered, "a refused connection", "an answer");
        })
        .Checks;

    private static string Octal(UnixFileMode mode) => "0" + Convert.ToString((int)mode, 8);
}
