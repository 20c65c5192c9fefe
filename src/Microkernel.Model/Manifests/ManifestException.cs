namespace Microkernel.Model.Manifests;

/// <summary>A manifest cannot be read; <see cref="Problems"/> says all that is wrong.</summary>
public sealed class ManifestException : Exception
{
    /// <summary>Creates the exception from at least one problem.</summary>
    public ManifestException(IReadOnlyList<ManifestProblem> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        Problems = problems;
    }

    /// <summary>Gets what is wrong, in the order of the text.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }
}
