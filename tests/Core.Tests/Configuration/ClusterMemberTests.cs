using Microkernel.Core.Configuration;

namespace Microkernel.Core.Tests.Configuration;

public class ClusterMemberTests
{
    [Fact]
    public void Parse_SeveralAddressesAndWitness_ReadsAll()
    {
        var member = ClusterMember.Parse("witness=3@10.20.1.3:7400,[fd00::3]:7400!witness");

        Assert.Equal("witness", member.Name);
        Assert.Equal(3u, member.Id);
        Assert.Equal(["10.20.1.3:7400", "[fd00::3]:7400"], member.Addresses);
        Assert.True(member.IsWitness);
    }

    [Theory]
    [InlineData("vapp1")]
    [InlineData("vapp1=1")]
    [InlineData("=1@h:1")]
    [InlineData("vapp1=0@h:1")]
    [InlineData("vapp1=65@h:1")]
    [InlineData("vapp1=1@h")]
    [InlineData("vapp1=1@h:0")]
    [InlineData("vapp1=1@h:70000")]
    [InlineData("vapp1=1@h:1,")]
    public void Parse_OtherForm_NamesTheTextAndTheForm(string text)
    {
        var e = Assert.Throws<FormatException>(() => ClusterMember.Parse(text));

        Assert.Contains($"'{text}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("expected", e.Message, StringComparison.Ordinal);
    }
}
