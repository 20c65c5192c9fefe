using Google.Protobuf.WellKnownTypes;
using Microkernel.Model.Manifests;
using Microkernel.Model.Validation;

namespace Microkernel.Model.Tests.Validation;

public class ObjectValidatorTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Validation");
    private static readonly string Good = File.ReadAllText(Path.Combine(Folder, "good.yaml"));

    public static TheoryData<string, string, string> WrongObjects
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            var lines = new List<string>();
            foreach (var line in File.ReadLines(Path.Combine(Folder, "wrong-objects.txt")).Where(
                l => !l.StartsWith('#')))
            {
                if (!line.StartsWith("=> ", StringComparison.Ordinal))
                {
                    lines.Add(line);
                    continue;
                }

                var parts = line[3..].Split(": ", 2);
                data.Add(string.Join('\n', lines).Trim(), parts[0], parts[1]);
                lines.Clear();
            }

            return data;
        }
    }

    [Fact]
    public void ValidateSet_GoodSet_HasNoProblems() => Assert.Empty(Validate(Good));

    [Theory]
    [MemberData(nameof(WrongObjects))]
    public void ValidateSet_OneWrongObject_IsNamedByFieldPath(string wrong, string path, string part)
    {
        var problem = Assert.Single(Validate($"{Good}\n---\n{wrong}"));

        Assert.Equal(path, problem.Path);
        Assert.Contains(part, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heartbeatTimeout: 299ms", "spec.heartbeatTimeout", "300ms")]
    [InlineData("heartbeatInterval: 5ms", "spec.heartbeatInterval", "10ms to 10s")]
    [InlineData("operationTimeout: 0s", "spec.operationTimeout", "1ms to 24h")]
    public void Validate_ClusterTiming_IsInRange(string field, string path, string part)
    {
        var o = ManifestReader.Read($"{{kind: Cluster, metadata: {{name: cluster}}, spec: {{{field}}}}}").Single()
            .Object;
        var problem = Assert.Single(ObjectValidator.Validate(o));

        Assert.Equal(path, problem.Path);
        Assert.Contains(part, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WhatOnlyProgramsSend_IsRefusedToo()
    {
        var o = new V1.Object
        {
            Metadata = new() { Name = "a" },
            Resource = new()
            {
                Agent = "lsb:a",
                TargetRole = (V1.TargetRole)77,
                Stickiness = int.MinValue,
                FailureTimeout = new Duration { Seconds = 1, Nanos = -5 },
                Parameters = { [""] = "x", ["nul"] = "a\0b" },
            },
        };

        Assert.Equal(
            ["spec.parameters", "spec.parameters.nul", "spec.targetRole", "spec.stickiness", "spec.failureTimeout"],
            ObjectValidator.Validate(o).Select(p => p.Path));
        Assert.Equal("kind", Assert.Single(ObjectValidator.ValidateSet([new V1.Object()])).Path);
    }

    [Fact]
    public void Validate_Secret_NeverRepeatsTheValue()
    {
        var o = new V1.Object { Secret = new() { Values = { ["k"] = new string('x', 100_000) } } };

        Assert.All(
            ObjectValidator.Validate(o), p => Assert.DoesNotContain("xxx", p.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ValidateSet_AnyObjects_NeverThrows()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var all = Enumerable.Range(0, 30).Select(_ => RandomObjects.Create(random)).ToList();
            Assert.InRange(ObjectValidator.ValidateSet(all).Count, 1, ObjectValidator.ProblemsMax);
            Warnings.Find(all);
        }
    }

    [Fact]
    public void ValidateSet_LongChainOfOrders_IsCheckedWithoutRecursion()
    {
        var all = Enumerable.Range(0, 10_000).Select(i => new V1.Object
        {
            Metadata = new() { Name = $"r{i}" },
            Resource = new() { Agent = "ocf:heartbeat:Dummy" },
        }).ToList();
        all.AddRange(Enumerable.Range(1, 9_999).Select(i => new V1.Object
        {
            Metadata = new() { Name = $"o{i}" },
            Order = new() { First = $"r{i - 1}", Then = $"r{i}" },
        }));

        Assert.Empty(ObjectValidator.ValidateSet(all));
        all[^1].Order.Then = "r0";
        Assert.Contains("waits for itself", Assert.Single(ObjectValidator.ValidateSet(all)).Message,
            StringComparison.Ordinal);
    }

    private static IReadOnlyList<FieldProblem> Validate(string yaml) =>
        ObjectValidator.ValidateSet([.. ManifestReader.Read(yaml).Select(m => m.Object)]);
}
