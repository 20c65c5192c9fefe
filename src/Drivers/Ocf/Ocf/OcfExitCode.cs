namespace Microkernel.Drivers.Ocf;

/// <summary>Exit codes of OCF agents (Resource Agent API 1.1, "Return codes").</summary>
internal static class OcfExitCode
{
    public const int Success = 0;
    public const int Generic = 1;
    public const int Arguments = 2;
    public const int Unimplemented = 3;
    public const int Permission = 4;
    public const int Installed = 5;
    public const int Configured = 6;
    public const int NotRunning = 7;
    public const int RunningPromoted = 8;
    public const int FailedPromoted = 9;
    public const int Degraded = 190;
    public const int DegradedPromoted = 191;

    /// <summary>What a code means, for people.</summary>
    public static string Meaning(int code) => code switch
    {
        Success => "success",
        Generic => "failed (OCF_ERR_GENERIC)",
        Arguments => "wrong arguments (OCF_ERR_ARGS)",
        Unimplemented => "the agent has no such action (OCF_ERR_UNIMPLEMENTED)",
        Permission => "no permission (OCF_ERR_PERM)",
        Installed => "something that it needs is not installed (OCF_ERR_INSTALLED)",
        Configured => "the configuration is wrong (OCF_ERR_CONFIGURED)",
        NotRunning => "not running (OCF_NOT_RUNNING)",
        RunningPromoted => "running promoted (OCF_RUNNING_PROMOTED)",
        FailedPromoted => "failed in the promoted role (OCF_FAILED_PROMOTED)",
        Degraded => "running, but degraded (OCF_DEGRADED)",
        DegradedPromoted => "running promoted, but degraded (OCF_DEGRADED_PROMOTED)",
        _ => $"failed (exit code {code})",
    };
}
