using System.Xml.Linq;
using Microkernel.Scheduling.Tests.Conformance;
using Microkernel.Simulation;

namespace Microkernel.Scheduling.Tests.Differential;

/// <summary>Random CIBs, played by crm_simulate and by us.</summary>
public class RandomCibTests
{
    private const int MaxPercentDifferent = 10;

    private static readonly int Clusters =
        int.TryParse(Environment.GetEnvironmentVariable("DIFFERENTIAL_CASES"), out var cases) ? cases : 100;

    [Fact]
    public void Simulate_RandomCibs_LeadWherePacemakersDo()
    {
        Assert.SkipUnless(CrmSimulate.IsInstalled, "crm_simulate (package pacemaker-cli-utils) is not installed");
        var differences = new List<string>();
        for (var seed = 0; seed < Clusters; seed++)
        {
            if (Compare(seed) is { } difference)
            {
                differences.Add(difference);
                Keep(seed);
            }
        }

        if (Environment.GetEnvironmentVariable("DIFFERENTIAL_REPORT") is { Length: > 0 } file)
        {
            File.WriteAllLines(file, differences.Prepend($"{differences.Count} of {Clusters} differ"));
        }

        Assert.True(differences.Count * 100 <= Clusters * MaxPercentDifferent,
            $"{differences.Count} of {Clusters} clusters differ; the first:\n"
            + string.Join('\n', differences.Take(3)));
    }

    [Fact]
    public void Simulate_WhatATransitionLedTo_PlansNothingMore()
    {
        var restless = new List<int>();
        for (var seed = 0; seed < Clusters; seed++)
        {
            var result = CibSimulation.RunTwice(new RandomCib(seed).Write(), new CibSimulationOptions());
            if (result.Actions.Any(a => a.Operation is not "monitor"))
            {
                restless.Add(seed);
            }
        }

        Assert.True(restless.Count * 100 <= Clusters * MaxPercentDifferent,
            $"Seeds whose second plan is not empty: {string.Join(", ", restless)}");
    }

    private static void Keep(int seed)
    {
        if (Environment.GetEnvironmentVariable("DIFFERENTIAL_REPORT") is { Length: > 0 } file)
        {
            File.WriteAllText($"{file}.{seed}.xml", new RandomCib(seed).Write());
        }
    }

    private static string? Compare(int seed)
    {
        var cib = new RandomCib(seed).Write();
        var (_, output) = CrmSimulate.Run(cib);
        var root = XDocument.Parse(cib).Root!;
        var expected = ExpectedState.Read(output, clone => [.. root.Descendants("clone")
            .Where(c => c.Attribute("id")!.Value == clone).Descendants("primitive")
            .Select(p => p.Attribute("id")!.Value)]);
        var ours = CibSimulation.Run(cib, new CibSimulationOptions());
        var different = expected.Places.Where(p => !p.Value.SequenceEqual(
                ours.Resources.GetValueOrDefault(p.Key, []).Select(s => $"{s.Node} {s.Role}")
                    .Order(StringComparer.Ordinal)))
            .Select(p => $"{p.Key}: Pacemaker [{string.Join(", ", p.Value)}], ours [{string.Join(
                ", ", ours.Resources.GetValueOrDefault(p.Key, []).Select(s => $"{s.Node} {s.Role}"))}]")
            .ToList();
        if (!expected.Fenced.SetEquals(ours.Fenced))
        {
            different.Add(
                $"fenced: Pacemaker {string.Join(' ', expected.Fenced)}, ours {string.Join(' ', ours.Fenced)}");
        }

        return different.Count == 0 ? null : $"seed {seed}: {string.Join("; ", different)}";
    }
}
