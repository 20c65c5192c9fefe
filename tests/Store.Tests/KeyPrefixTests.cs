using Google.Protobuf;

namespace Microkernel.Store.Tests;

public sealed class KeyPrefixTests
{
    [Theory]
    [InlineData("61", "62")]
    [InlineData("612f", "6130")]
    [InlineData("61ff", "62")]
    [InlineData("ffff", "00")]
    [InlineData("", "00")]
    public void EndOf_Prefix_IsTheFirstKeyBehind(string prefix, string end) =>
        Assert.Equal(end, Convert.ToHexStringLower(
            KeyPrefix.EndOf(ByteString.CopyFrom(Convert.FromHexString(prefix))).Span));
}
