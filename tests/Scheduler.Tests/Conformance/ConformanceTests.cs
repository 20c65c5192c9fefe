using Microkernel.Simulation;

namespace Microkernel.Scheduling.Tests.Conformance;

/// <summary>Compares with Pacemaker's own scheduler suite, which is not a part of this project.</summary>
public class ConformanceTests
{
    private const string Variable = "PACEMAKER_CASES";
    private const string ReportVariable = "CONFORMANCE_REPORT";
    private const int MinPercent = 95;

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder),
            $"{Variable} names no folder with Pacemaker's scheduler cases (cases.tsv, xml/, summary/)");
        return folder!;
    }

    [Fact]
    public void Simulate_PacemakersCases_AgreeAsFarAsDocumented()
    {
        var folder = Folder();
        var report = new ConformanceReport();
        foreach (var one in ConformanceCase.ReadAll(folder))
        {
            report.Add(one, one.Compare(folder), one.FeaturesIn(folder));
        }

        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } file)
        {
            File.WriteAllText(file, report.ToString());
        }

        Assert.True(report.BasicDifferences.Count == 0, report.ToString());
        Assert.True(report.Total.State * 100 >= report.Total.All * MinPercent, report.ToString());
    }

    [Fact]
    public void Simulate_ElementsInAnotherOrder_SaysTheSame()
    {
        var folder = Folder();
        var different = new List<string>();
        foreach (var one in ConformanceCase.ReadAll(folder).Where(c => c.Tier == "basic"))
        {
            var xml = one.Xml(folder);
            var options = new CibSimulationOptions { Now = ConformanceCase.Today };
            var (first, second) = (CibSimulation.Run(xml, options), CibSimulation.Run(Shuffled.Of(xml), options));
            if (!ConformanceCase.Places(first).SequenceEqual(ConformanceCase.Places(second)))
            {
                different.Add(one.Name);
            }
        }

        Assert.True(different.Count == 0, $"The order of constraints changes: {string.Join(", ", different)}");
    }
}
