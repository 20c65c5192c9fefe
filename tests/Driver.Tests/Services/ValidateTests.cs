using Google.Protobuf.Collections;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.Services;

public sealed class ValidateTests
{
    [Fact]
    public async Task Validate_GoodParameters_FindsNothing() =>
        Assert.Empty(await CheckAsync(r => r.Parameters.Add(new Dictionary<string, string>
        {
            ["ip"] = "10.0.0.1",
            ["count"] = "3",
            ["mode"] = "a",
        })));

    [Fact]
    public async Task Validate_EachThingWrong_IsNamed()
    {
        var problems = await CheckAsync(r => r.Parameters.Add(new Dictionary<string, string>
        {
            ["count"] = "three",
            ["mode"] = "c",
            ["colour"] = "red",
        }));

        Assert.Equal(
            [
                ("ip", "required, but not given", false),
                ("count", "got \"three\", expected a whole number", false),
                ("mode", "got \"c\", expected one of a, b", false),
                ("colour", "test:recorder does not say that it takes this", true),
            ],
            problems.Select(p => (p.Parameter, p.Message, p.Warning)));
    }

    [Fact]
    public async Task Validate_SecretValueWrong_IsNotShown()
    {
        var problems = await CheckAsync(r =>
        {
            r.Parameters.Add("ip", "x");
            r.SecretParameters.Add("pin", "hunter2");
        });

        Assert.Equal("got a secret value, expected a whole number", Assert.Single(problems).Message);
    }

    [Fact]
    public async Task Validate_UnknownAgent_NotFound() => await TestDriver.RefusedAsync(
        StatusCode.NotFound, CheckAsync(r => r.Agent = "test:nobody"));

    private static async Task<RepeatedField<ParameterProblem>> CheckAsync(Action<ValidateRequest> change)
    {
        await using var driver = await TestDriver.StartActiveAsync(new RecordingAgent());
        var request = new ValidateRequest { Agent = "test:recorder" };
        change(request);
        var answer = await driver.Resources.ValidateAsync(
            request, cancellationToken: TestContext.Current.CancellationToken);
        return answer.Problems;
    }
}
