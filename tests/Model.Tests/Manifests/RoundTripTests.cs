using FsCheck;
using FsCheck.Fluent;
using Microkernel.Model.Manifests;

namespace Microkernel.Model.Tests.Manifests;

public class RoundTripTests
{
    private static readonly Config Thousand = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Yaml_AnyObject_ReadsBackTheSame() =>
        Prop.ForAll(RandomObjects.Arbitrary, o => ReadsBack(o, ManifestWriter.ToYaml([o]))).Check(Thousand);

    [Fact]
    public void Json_AnyObject_ReadsBackTheSame() =>
        Prop.ForAll(RandomObjects.Arbitrary, o => ReadsBack(o, ManifestWriter.ToJson([o]))).Check(Thousand);

    [Fact]
    public void YamlAndJson_ManyObjects_ReadBackInOrder()
    {
        var random = new Random(1);
        var objects = Enumerable.Range(0, 50).Select(_ => RandomObjects.Create(random)).ToList();

        Assert.Equal(objects, ManifestReader.Read(ManifestWriter.ToYaml(objects)).Select(m => m.Object));
        Assert.Equal(objects, ManifestReader.Read(ManifestWriter.ToJson(objects)).Select(m => m.Object));
    }

    [Fact]
    public void Codec_AnyObject_ReadsBackTheSame() => Prop.ForAll(
        RandomObjects.Arbitrary, o => ObjectCodec.Decode(ObjectCodec.Encode(o)).Equals(o)).Check(Thousand);

    [Fact]
    public void Comments_AnyText_ChangeNothing()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var o = RandomObjects.Create(random);
            var comments = new Dictionary<string, string>
            {
                ["metadata.name"] = "a\nb: c\u0085\u2028",
                ["spec.agent"] = "# x",
                ["spec"] = "y",
            };
            var text = ManifestWriter.ToYaml([new CommentedObject(o, ["one\ntwo: \"", "---", ""], comments)]);
            Assert.Equal(o, ManifestReader.Read(text).Single().Object);
        }
    }

    private static bool ReadsBack(V1.Object o, string text)
    {
        var read = ManifestReader.Read(text).Single().Object;
        Assert.True(o.Equals(read), $"{o}\nwas written as\n{text}\nand read as\n{read}");
        return true;
    }
}
