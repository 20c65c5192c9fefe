namespace Microkernel.Import.Tests.Plans;

/// <summary>
/// What the scheduler would do with each imported cluster; plan.txt was compared with the source by a person, and
/// notes.txt beside it says what to look at.
/// </summary>
public class PlanTests
{
    public static TheoryData<string> Names =>
        [.. ImportCases.NamesOf(ImportCases.Folder).Where(n => !n.StartsWith("mistakes", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_OfAnImport_IsTheReviewedOne(string name)
    {
        var result = ImportCases.Import(name);
        Assert.True(result.Succeeded, result.ToText());
        GoldenFile.Verify(Path.Combine(ImportCases.Folder, name, "plan.txt"), PlanOfImport.Of(result.Objects));
    }
}
