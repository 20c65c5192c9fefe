using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Mvcc;

namespace Microkernel.Store.Transactions;

/// <summary>Finds transactions that could change a key twice in one revision.</summary>
internal sealed class OverlapCheck
{
    private readonly HashSet<ByteString> _puts = [];
    private readonly List<KeyRange> _deletions = [];

    /// <summary>Checks one branch with all that is inside it.</summary>
    public static StoreError? Find(IReadOnlyCollection<RequestOp> operations)
    {
        // The common case needs no sets.
        if (operations.Count < 2 && operations.All(one => one.RequestCase != RequestOp.RequestOneofCase.RequestTxn))
            return null;
        return new OverlapCheck().Add(operations) ? null : StoreError.DuplicateKey;
    }

    private bool Add(IReadOnlyCollection<RequestOp> operations)
    {
        foreach (var operation in operations)
        {
            bool free = operation.RequestCase switch
            {
                RequestOp.RequestOneofCase.RequestPut => AddPut(operation.RequestPut.Key),
                RequestOp.RequestOneofCase.RequestDeleteRange => AddDeletion(
                    new KeyRange(operation.RequestDeleteRange.Key, operation.RequestDeleteRange.RangeEnd)),
                RequestOp.RequestOneofCase.RequestTxn => AddBranches(operation.RequestTxn),
                _ => true,
            };
            if (!free)
                return false;
        }

        return true;
    }

    /// <summary>Only one of the two branches is done, so they may touch the same keys.</summary>
    private bool AddBranches(TxnRequest request)
    {
        var success = new OverlapCheck();
        var failure = new OverlapCheck();
        if (!success.Add(request.Success) || !failure.Add(request.Failure))
            return false;
        var puts = success._puts.Union(failure._puts).ToList();
        var deletions = success._deletions.Concat(failure._deletions).ToList();
        if (puts.Any(_puts.Contains) || puts.Any(IsDeleted) || deletions.Exists(HasPut))
            return false;
        _puts.UnionWith(puts);
        _deletions.AddRange(deletions);
        return true;
    }

    private bool AddPut(ByteString key) => !IsDeleted(key) && _puts.Add(key);

    private bool AddDeletion(KeyRange range)
    {
        _deletions.Add(range);
        return !HasPut(range);
    }

    private bool IsDeleted(ByteString key) => _deletions.Exists(range => range.Contains(key.Span));

    private bool HasPut(KeyRange range) => _puts.Any(key => range.Contains(key.Span));
}
