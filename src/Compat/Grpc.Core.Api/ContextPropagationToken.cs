namespace Grpc.Core;

/// <summary>Stands for the call being served, in calls that are made on its behalf.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
