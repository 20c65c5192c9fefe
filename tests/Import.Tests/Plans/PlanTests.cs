namespace Microkernel.Import.Tests.Plans;

/// <summary>
/// What the scheduler would do with each imported cluster; each plan.txt was compared with the source by a person.
/// </summary>
public class PlanTests
{
    public static TheoryData<string> Names =>
        [.. ImportCases.NamesOf(ImportCases.Folder).Where(n => n is not ("mistakes" or "everything"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_OfAnImport_IsTheReviewedOne(string name)
    {
        var result = ImportCases.Import(name);
        Assert.True(result.Succeeded, result.ToText());
        GoldenFile.Verify(Path.Combine(ImportCases.Folder, name, "plan.txt"), PlanOfImport.Of(result.Objects));
    }
}
