using System.Buffers;
using System.Text;
using Grpc.Core;

namespace Compat.Tests.Api;

public sealed class MarshallerTests
{
    [Fact]
    public void StringMarshaller_Text_IsUtf8()
    {
        Assert.Equal("grüß"u8.ToArray(), Marshallers.StringMarshaller.Serializer("grüß"));
        Assert.Equal("grüß", Marshallers.StringMarshaller.Deserializer("grüß"u8.ToArray()));
    }

    [Fact]
    public void ContextualFunctions_UsedAsPlainOnes_GiveTheSameBytes()
    {
        var marshaller = Marshallers.Create<string>(
            (text, context) =>
            {
                context.SetPayloadLength(text.Length);
                context.GetBufferWriter().Write(Encoding.ASCII.GetBytes(text));
                context.Complete();
            },
            context => Encoding.ASCII.GetString(context.PayloadAsReadOnlySequence()));

        Assert.Equal("text"u8.ToArray(), marshaller.Serializer("text"));
        Assert.Equal("text", marshaller.Deserializer("text"u8.ToArray()));
    }

    [Fact]
    public void ContextualSerializer_NeverCompleting_IsRefused()
    {
        var marshaller = Marshallers.Create<string>((_, _) => { }, _ => "");

        Assert.Throws<InvalidOperationException>(() => marshaller.Serializer("text"));
    }

    [Fact]
    public void ContextualSerializer_CompletingTwice_IsRefused()
    {
        var marshaller = Marshallers.Create<string>(
            (_, context) =>
            {
                context.Complete([1]);
                context.Complete([2]);
            },
            _ => "");

        Assert.Throws<InvalidOperationException>(() => marshaller.Serializer("text"));
    }
}
