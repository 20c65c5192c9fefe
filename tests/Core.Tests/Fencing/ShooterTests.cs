using Microkernel.Core.Fencing;
using Microkernel.Core.State;
using Microkernel.Core.Tests.Membership;
using Microkernel.Driver.V1;
using Microkernel.V1;
using FenceResponse = Microkernel.Driver.V1.FenceResponse;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Tests.Fencing;

public class ShooterTests
{
    private static readonly FencingStep Step = new() { Device = "pdu" };

    [Theory]
    [InlineData(true, FenceVerdict.VerifiedOff, false, true)]
    [InlineData(true, FenceVerdict.NotVerified, false, false)]
    [InlineData(true, FenceVerdict.NotVerified, true, true)]
    [InlineData(false, FenceVerdict.NotVerified, true, false)]
    [InlineData(false, FenceVerdict.Refused, true, false)]
    [InlineData(true, FenceVerdict.Refused, true, false)]
    public void IsProof_OnlyWhatADeviceVerified_UnlessItsAgentIsDeclaredToBeTrusted(
        bool succeeded, FenceVerdict verdict, bool trusted, bool proof)
    {
        var snapshot = ClusterSnapshot.Empty.Declared(new Object
        {
            Metadata = new ObjectMeta { Name = "pdu" },
            FenceDevice = new FenceDeviceSpec { Agent = "external/rackpdu", TrustAgent = trusted },
        });

        Assert.Equal(proof, Shooter.IsProof(
            snapshot, Step, new FenceResponse { Succeeded = succeeded, Verdict = verdict }));
    }
}
