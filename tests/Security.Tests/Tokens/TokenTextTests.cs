namespace Microkernel.Security.Tests.Tokens;

public sealed class TokenTextTests
{
    [Fact]
    public void Parse_OwnText_GivesItBack()
    {
        var token = TokenText.Create("office", ["ab12"], ["10.0.0.1:7400", "[fd00::1]:7400"]);
        var read = TokenText.Parse($"  {token}\n");
        Assert.Equal(token.ToString(), read.ToString());
        Assert.Equal(token.Addresses, read.Addresses);
        Assert.True(TokenText.Matches(read.Secret, TokenText.Hash(token.Secret)));
        Assert.False(TokenText.Matches(read.Secret + "x", TokenText.Hash(token.Secret)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mk1.")]
    [InlineData("mk1.????")]
    [InlineData("mk2.b2ZmaWNl")]
    [InlineData("mk1.b2ZmaWNlfC4uLy4ufHN8YXxi")]
    public void Parse_AnythingElse_IsRefusedWithoutRepeatingIt(string text)
    {
        var message = Assert.Throws<FormatException>(() => TokenText.Parse(text)).Message;
        Assert.True(text.Length == 0 || text == "mk1." || !message.Contains(text, StringComparison.Ordinal));
    }
}
