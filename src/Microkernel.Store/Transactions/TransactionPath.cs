using Etcdserverpb;
using Google.Protobuf.Collections;
using Microkernel.Store.Mvcc;

namespace Microkernel.Store.Transactions;

/// <summary>
/// Which branch a transaction and those inside it take. All conditions are evaluated before anything is written.
/// </summary>
internal sealed class TransactionPath
{
    private readonly List<bool> _succeeded = [];

    /// <summary>Gets the decisions in the order in which the transactions are met when they are done.</summary>
    public IReadOnlyList<bool> Succeeded => _succeeded;

    public static TransactionPath Find(in MvccView view, TxnRequest request)
    {
        var path = new TransactionPath();
        path.Visit(view, request);
        return path;
    }

    /// <summary>Returns the requests of a branch.</summary>
    public static RepeatedField<RequestOp> Branch(TxnRequest request, bool succeeded) =>
        succeeded ? request.Success : request.Failure;

    private void Visit(in MvccView view, TxnRequest request)
    {
        bool succeeded = ConditionEvaluator.Holds(view, request);
        _succeeded.Add(succeeded);
        foreach (var operation in Branch(request, succeeded))
        {
            if (operation.RequestCase == RequestOp.RequestOneofCase.RequestTxn)
                Visit(view, operation.RequestTxn);
        }
    }
}
