namespace Microkernel.Core.State;

/// <summary>Where the core keeps what in the store.</summary>
internal static class StateKeys
{
    public const string Root = "/microkernel/";
    public const string Objects = Microkernel.Model.ObjectCodec.Prefix;
    public const string ObjectsGuard = Root + "objects-guard";
    public const string Leader = Root + "leader";
    public const string Election = Root + "election";
    public const string Reports = Root + "reports/";
    public const string Members = Root + "members/";
    public const string Resources = Root + "resources/";
    public const string Moves = Root + "moves/";
    public const string Cleanups = Root + "cleanups/";
    public const string FenceRequests = Root + "fencing/requests/";
    public const string FenceResults = Root + "fencing/results/";
    public const string DeviceChecks = Root + "fencing/devices/";
    public const string Shots = Root + "fencing/shots/";
    public const string Grants = Root + "fencing/grants/";

    /// <summary>Values are microkernel.v1.FencingRecord; keys rise with time.</summary>
    public const string FencingHistory = Root + "fencing/history/";

    public const string HeartbeatKey = Root + "heartbeat/keys";
    public const string Formation = Root + "formation";
    public const string Authority = Root + "security/authority";
    public const string Tokens = Root + "security/tokens/";
    public const string Issued = Root + "security/issued/";
    public const string Revoked = Root + "security/revoked/";
    public const string Trust = Root + "security/trust/";
    public const string Audit = Root + "audit/";
    public const string Events = Root + "events/";

    public static string Token(string id) => Tokens + id;

    public static string IssuedCertificate(string serial) => Issued + serial;

    public static string Revocation(string serial) => Revoked + serial;

    public static string TrustOf(string node) => Trust + node;

    public static string Report(string node) => Reports + node;

    public static string Member(string node) => Members + node;

    public static string Resource(string node, string resource) => $"{Resources}{node}/{resource}";

    public static string Move(string resource) => Moves + resource;

    public static string Cleanup(string node, string resource) => $"{Cleanups}{node}/{resource}";

    public static string FenceRequest(string node) => FenceRequests + node;

    public static string FenceResult(string node) => FenceResults + node;

    public static string DeviceCheck(string device) => DeviceChecks + device;

    public static string Shot(string node) => Shots + node;

    public static string Grant(string node) => Grants + node;
}
