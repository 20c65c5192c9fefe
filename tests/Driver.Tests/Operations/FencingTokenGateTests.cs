using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.Operations;

public sealed class FencingTokenGateTests
{
    private readonly FencingTokenGate _gate = new();

    [Fact]
    public void Admit_LowerTerm_Aborted()
    {
        Admit(5, 1, "a");

        Assert.Equal(StatusCode.Aborted, Refusal(4, 9, "a"));
        Assert.Equal(StatusCode.Aborted, Refusal(4, 9, "b"));
    }

    [Fact]
    public void Admit_LowerStepOfSameKey_Aborted()
    {
        Admit(5, 3, "a");

        Assert.Equal(StatusCode.Aborted, Refusal(5, 2, "a"));
        Admit(5, 3, "a");
    }

    [Fact]
    public void Admit_LowerStepOfOtherKey_Admitted()
    {
        Admit(5, 3, "a");

        Admit(5, 1, "b");
    }

    [Fact]
    public void Admit_NewTerm_BeginsItsOwnSteps()
    {
        Admit(5, 3, "a");

        Admit(6, 1, "a");
        Assert.Equal(StatusCode.Aborted, Refusal(5, 4, "a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Validate_NothingOrNoTerm_NamesTheField(bool missing)
    {
        var refusal = Assert.Throws<RpcException>(
            () => FencingTokenGate.Validate(missing ? null : new FencingToken { Step = 1 }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("token", refusal.Status.Detail, StringComparison.Ordinal);
    }

    private void Admit(ulong term, ulong step, string key)
    {
        var token = new FencingToken { Term = term, Step = step };
        _gate.AdmitTerm(token);
        _gate.AdmitStep(token, key);
    }

    private StatusCode Refusal(ulong term, ulong step, string key) =>
        Assert.Throws<RpcException>(() => Admit(term, step, key)).StatusCode;
}
