namespace Microkernel.Core.Drivers.Supervision;

/// <summary>Where the manifests of drivers are that the core itself watches over.</summary>
/// <param name="ManifestDirectory">One file NAME.yaml a driver; nothing is watched over when the folder is not
/// there.</param>
/// <param name="LookInterval">Time between two looks at manifests, programs and processes. Default 250 ms.</param>
internal sealed record SupervisorOptions(string ManifestDirectory, TimeSpan LookInterval)
{
    public static readonly TimeSpan LookIntervalDefault = TimeSpan.FromMilliseconds(250);
}
