using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microkernel.Model.Validation;
using Status = Google.Rpc.Status;

namespace Microkernel.Core.Api;

/// <summary>Says field by field why objects are refused.</summary>
internal static class InvalidObjects
{
    /// <summary>More than this many problems help nobody.</summary>
    private const int ProblemsMax = 100;

    /// <summary>INVALID_ARGUMENT with a google.rpc.BadRequest that names each field.</summary>
    public static RpcException Exception(IReadOnlyList<FieldProblem> problems)
    {
        var details = new BadRequest();
        foreach (var problem in problems.Distinct().Take(ProblemsMax))
            details.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Field = $"{problem.Kind}/{problem.Name}: {problem.Path}",
                Description = Describe(problem),
            });
        return new Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = problems.Count == 1 ? problems[0].ToString() : $"{problems[0]} (and {problems.Count - 1} more)",
            Details = { Any.Pack(details) },
        }.ToRpcException();
    }

    private static string Describe(FieldProblem problem)
    {
        var found = problem.Value is null ? "" : $", found '{problem.Value}'";
        return problem.Expected is null ? problem.Message + found : $"{problem.Message}{found}; expected {problem.Expected}";
    }
}
