using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Rules;

/// <summary>What names another object names one that exists.</summary>
internal static class ReferenceRules
{
    private static readonly SpecOneofCase[] ResourceOrGroup = [SpecOneofCase.Resource, SpecOneofCase.Group];

    public static void Check(ObjectSet set, ProblemCollector problems)
    {
        foreach (var o in set.All)
        {
            Check(set, o, o.Spec()!, "spec", problems);
        }
    }

    private static void Check(ObjectSet set, V1.Object o, IMessage message, string path, ProblemCollector problems)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var facts = FieldFacts.Of(field);
            var fieldPath = FieldNames.Join(path, facts.Name);
            foreach (var (value, valuePath) in Values(field.Accessor.GetValue(message), field, fieldPath))
            {
                if (value is IMessage inner)
                {
                    Check(set, o, inner, valuePath, problems);
                }
                else if (facts.Reference is { } kind && value is string { Length: > 0 } name)
                {
                    CheckName(set, o, KindsOf(kind, o), name, valuePath, problems);
                }
            }
        }

        if (message is SecretReference { Key.Length: > 0 } reference)
        {
            CheckSecretKey(set, o, reference, path, problems);
        }
    }

    private static IEnumerable<(object? Value, string Path)> Values(object? value, FieldDescriptor field, string path)
    {
        if (field.IsMap)
        {
            var map = (IDictionary)value!;
            return map.Keys.Cast<string>().Select(key => (map[key], FieldNames.Join(path, key)));
        }

        return field.IsRepeated
            ? ((IList)value!).Cast<object>().Select((v, i) => ((object?)v, FieldNames.Join(path, i)))
            : [(value, path)];
    }

    // Constraints take a group where they take a resource; a group does not take a group.
    private static SpecOneofCase[] KindsOf(string reference, V1.Object o)
    {
        if (reference == "Resource" && o.SpecCase != SpecOneofCase.Group)
        {
            return ResourceOrGroup;
        }

        return Kinds.TryGet(reference, out var kind) ? [kind.Case] : [];
    }

    private static void CheckName(
        ObjectSet set, V1.Object o, SpecOneofCase[] kinds, string name, string path, ProblemCollector problems)
    {
        if (kinds.Any(k => set.Has(k, name)))
        {
            return;
        }

        var words = string.Join(" or ", kinds);
        var near = NearestName.Find(name, set.NamesOf(kinds));
        var hint = near is null ? string.Empty : $" (did you mean {near}?)";
        problems.Add(o, path, name, $"There is no such {words}{hint}", $"the name of a {words}");
    }

    private static void CheckSecretKey(
        ObjectSet set, V1.Object o, SecretReference reference, string path, ProblemCollector problems)
    {
        if (set.Find(SpecOneofCase.Secret, reference.Secret) is { } secret
            && !secret.Secret.Values.ContainsKey(reference.Key))
        {
            var keys = string.Join(", ", secret.Secret.Values.Keys.Order(StringComparer.Ordinal));
            problems.Add(
                o, FieldNames.Join(path, "key"), reference.Key, $"{secret.Title()} has no such key", $"one of {keys}");
        }
    }
}
