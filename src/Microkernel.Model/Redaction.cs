using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Microkernel.Model;

/// <summary>
/// Takes the values of secrets out of what leaves the cluster: every field marked <c>debug_redact</c>.
/// </summary>
public static class Redaction
{
    /// <summary>Returns a copy without the values of secrets; keys of maps stay, with empty values.</summary>
    public static T WithoutSecrets<T>(T message)
        where T : IMessage<T>
    {
        var copy = ((IDeepCloneable<T>)message).Clone();
        Redact(copy);
        return copy;
    }

    private static void Redact(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (FieldFacts.Of(field).IsSecret)
            {
                Empty(message, field);
            }
            else if (field.IsMap)
            {
                if (field.MessageType.FindFieldByName("value").FieldType == FieldType.Message)
                {
                    RedactAll(((IDictionary)field.Accessor.GetValue(message)).Values);
                }
            }
            else if (field.FieldType != FieldType.Message)
            {
                continue;
            }
            else if (field.IsRepeated)
            {
                RedactAll((IEnumerable)field.Accessor.GetValue(message));
            }
            else if (field.Accessor.GetValue(message) is IMessage inner)
            {
                Redact(inner);
            }
        }
    }

    private static void RedactAll(IEnumerable messages)
    {
        foreach (IMessage inner in messages)
        {
            Redact(inner);
        }
    }

    private static void Empty(IMessage message, FieldDescriptor field)
    {
        if (field.IsMap && field.MessageType.FindFieldByName("value").FieldType == FieldType.String)
        {
            var map = (IDictionary)field.Accessor.GetValue(message);
            foreach (var key in map.Keys.Cast<object>().ToList())
            {
                map[key] = string.Empty;
            }
        }
        else
        {
            field.Accessor.Clear(message);
        }
    }
}
