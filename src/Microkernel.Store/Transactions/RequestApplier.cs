using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Leases;
using Microkernel.Store.Mvcc;

namespace Microkernel.Store.Transactions;

/// <summary>Does puts, deletions and transactions. The caller holds the gate; what fails has changed nothing.</summary>
internal sealed class RequestApplier(MvccState state, LeaseTable leases)
{
    private readonly WriteBatch _batch = new(state, leases);

    /// <summary>Gets the changes of the last request, in order; empty if it failed or changed nothing.</summary>
    public IReadOnlyList<KeyVersion> Changes => _batch.Changes;

    public object Put(PutRequest request)
    {
        _batch.Start();
        if (Check(request) is { } error)
            return error;
        var response = DoPut(request);
        _batch.Commit();
        return response;
    }

    public object DeleteRange(DeleteRangeRequest request)
    {
        _batch.Start();
        var response = DoDelete(request);
        _batch.Commit();
        return response;
    }

    public object Txn(TxnRequest request)
    {
        _batch.Start();
        var path = TransactionPath.Find(state.Peek(state.Revision), request);
        int next = 0;
        if (Check(request, path, ref next) is { } error)
            return error;
        next = 0;
        var response = DoTxn(request, path, ref next);
        _batch.Commit();
        return response;
    }

    /// <summary>Deletes the keys of a lease that ends, in order.</summary>
    public void DeleteKeys(IEnumerable<ByteString> keys)
    {
        _batch.Start();
        foreach (var key in keys.Order(KeyOrder.Instance))
        {
            if (state.Head(key.Span) is { IsLive: true } head)
                _batch.Delete(head);
        }

        _batch.Commit();
    }

    private StoreError? Check(PutRequest request)
    {
        if (request.IgnoreValue || request.IgnoreLease)
        {
            if (state.Head(request.Key.Span) is not { IsLive: true })
                return StoreError.KeyNotFound;
        }

        return request.Lease != 0 && leases.Find(request.Lease) is null ? StoreError.LeaseNotFound : null;
    }

    private StoreError? Check(TxnRequest request, TransactionPath path, ref int next)
    {
        foreach (var operation in TransactionPath.Branch(request, path.Succeeded[next++]))
        {
            var error = operation.RequestCase switch
            {
                RequestOp.RequestOneofCase.RequestPut => Check(operation.RequestPut),
                RequestOp.RequestOneofCase.RequestRange =>
                    RangeReader.Check(operation.RequestRange, state.Revision, state.CompactRevision),
                RequestOp.RequestOneofCase.RequestTxn => Check(operation.RequestTxn, path, ref next),
                _ => null,
            };
            if (error is not null)
                return error;
        }

        return null;
    }

    private PutResponse DoPut(PutRequest request)
    {
        var value = request.Value;
        long lease = request.Lease;
        if (request.IgnoreValue || request.IgnoreLease)
        {
            var kept = state.Head(request.Key.Span)!.Data;
            value = request.IgnoreValue ? kept.Value : value;
            lease = request.IgnoreLease ? kept.Lease : lease;
        }

        var before = _batch.Put(request.Key, value, lease);
        var response = new PutResponse { Header = Header() };
        if (request.PrevKv && before is not null)
            response.PrevKv = before;
        return response;
    }

    private DeleteRangeResponse DoDelete(DeleteRangeRequest request)
    {
        var response = new DeleteRangeResponse();
        var range = new KeyRange(request.Key, request.RangeEnd);
        if (range.IsSingle)
        {
            if (state.Head(request.Key.Span) is { IsLive: true } head)
                Delete(head, request, response);
        }
        else
        {
            // The tree must not change under the cursor.
            var heads = new List<KeyVersion>();
            var cursor = new KeyCursor(state.Peek(state.Revision).Root, range);
            while (cursor.MoveNext())
            {
                if (cursor.Current.IsLive)
                    heads.Add(cursor.Current);
            }

            foreach (var head in heads)
                Delete(head, request, response);
        }

        response.Header = Header();
        return response;
    }

    private void Delete(KeyVersion head, DeleteRangeRequest request, DeleteRangeResponse response)
    {
        _batch.Delete(head);
        response.Deleted++;
        if (request.PrevKv)
            response.PrevKvs.Add(head.Data);
    }

    private TxnResponse DoTxn(TxnRequest request, TransactionPath path, ref int next)
    {
        bool succeeded = path.Succeeded[next++];
        var response = new TxnResponse { Succeeded = succeeded };
        foreach (var operation in TransactionPath.Branch(request, succeeded))
            response.Responses.Add(Do(operation, path, ref next));
        response.Header = Header();
        return response;
    }

    private ResponseOp Do(RequestOp operation, TransactionPath path, ref int next) => operation.RequestCase switch
    {
        RequestOp.RequestOneofCase.RequestRange => new ResponseOp { ResponseRange = DoRange(operation.RequestRange) },
        RequestOp.RequestOneofCase.RequestPut => new ResponseOp { ResponsePut = DoPut(operation.RequestPut) },
        RequestOp.RequestOneofCase.RequestDeleteRange =>
            new ResponseOp { ResponseDeleteRange = DoDelete(operation.RequestDeleteRange) },
        RequestOp.RequestOneofCase.RequestTxn =>
            new ResponseOp { ResponseTxn = DoTxn(operation.RequestTxn, path, ref next) },
        _ => new ResponseOp(),
    };

    private RangeResponse DoRange(RangeRequest request)
    {
        // Sees what the transaction has written before; whether the revision can be read was checked.
        var view = state.Peek(_batch.Revision);
        RangeReader.Read(view, request, _batch.Revision, out var response);
        return response!;
    }

    private ResponseHeader Header() => new() { Revision = _batch.Revision };
}
