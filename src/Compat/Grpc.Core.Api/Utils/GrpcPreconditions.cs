using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core.Utils;

/// <summary>Checks of arguments and state.</summary>
public static class GrpcPreconditions
{
    /// <summary>Throws <see cref="ArgumentException" /> unless the condition holds.</summary>
    public static void CheckArgument([DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw new ArgumentException("An argument is not valid.");
        }
    }

    /// <summary>Throws <see cref="ArgumentException" /> with a message unless the condition holds.</summary>
    public static void CheckArgument([DoesNotReturnIf(false)] bool condition, string errorMessage)
    {
        if (!condition)
        {
            throw new ArgumentException(errorMessage);
        }
    }

    /// <summary>Returns the reference, or throws <see cref="ArgumentNullException" /> when there is none.</summary>
    public static T CheckNotNull<T>(T? reference) => reference ?? throw new ArgumentNullException(nameof(reference));

    /// <summary>Returns the reference, or throws <see cref="ArgumentNullException" /> naming the parameter.</summary>
    public static T CheckNotNull<T>(T? reference, string paramName) =>
        reference ?? throw new ArgumentNullException(paramName);

    /// <summary>Throws <see cref="InvalidOperationException" /> unless the condition holds.</summary>
    public static void CheckState([DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("The object is not in the state that this needs.");
        }
    }

    /// <summary>Throws <see cref="InvalidOperationException" /> with a message unless the condition holds.</summary>
    public static void CheckState([DoesNotReturnIf(false)] bool condition, string errorMessage)
    {
        if (!condition)
        {
            throw new InvalidOperationException(errorMessage);
        }
    }
}
