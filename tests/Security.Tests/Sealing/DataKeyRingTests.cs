using System.Security.Cryptography;
using System.Text;

namespace Microkernel.Security.Tests.Sealing;

public sealed class DataKeyRingTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("keys");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Open_Sealed_GivesItBackForItsPurposeAlone()
    {
        var ring = new DataKeyRing([DataKey.Create(1)]);
        var value = ring.Seal("secret"u8, "Secret/a/b");
        Assert.Equal("secret", Encoding.UTF8.GetString(ring.Open(value, "Secret/a/b")));
        Assert.ThrowsAny<CryptographicException>(() => ring.Open(value, "Secret/a/c"));
        Assert.False(value.AsSpan().IndexOf("secret"u8) >= 0);
        Assert.NotEqual(value, ring.Seal("secret"u8, "Secret/a/b"));
    }

    [Fact]
    public void Open_AnyByteChanged_IsRefused()
    {
        var ring = new DataKeyRing([DataKey.Create(1)]);
        var value = ring.Seal("secret"u8, "x");
        for (var i = 0; i < value.Length; i++)
        {
            var changed = value.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => ring.Open(changed, "x"));
        }
    }

    [Fact]
    public void Seal_NewKey_OldValuesOpenAsLongAsTheOldKeyIsThere()
    {
        var old = DataKey.Create(1);
        var ring = new DataKeyRing([old]);
        var value = ring.Seal("secret"u8, "x");
        ring.Replace([old, DataKey.Create(2)]);
        Assert.Equal(2u, DataKeyRing.KeyOf(ring.Seal("secret"u8, "x")));
        Assert.Equal("secret"u8.ToArray(), ring.Open(value, "x"));
        ring.Replace([DataKey.Create(2)]);
        Assert.Contains("no data key 1", Assert.ThrowsAny<CryptographicException>(() => ring.Open(value, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileThatOthersMayRead_IsRefused()
    {
        var path = Path.Combine(_directory.FullName, "data.keys");
        DataKeyFile.Write(path, [DataKey.Create(7)]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(7u, Assert.Single(DataKeyFile.Read(path)).Id);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("expected mode 0600", Assert.Throws<IOException>(() => DataKeyFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1 AAAA")]
    [InlineData("-1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Read_DamagedFile_NamesTheLine(string line)
    {
        var path = Path.Combine(_directory.FullName, "data.keys");
        PemFiles.WritePrivate(path, line + "\n");
        Assert.Contains($"{path}:1: expected", Assert.Throws<IOException>(() => DataKeyFile.Read(path)).Message, StringComparison.Ordinal);
    }
}
