using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>One call that carries many operations for regions of one server, and the sorting of its answer.</summary>
/// <remarks>
/// Operations that stand alone share one entry of their region; those that belong together, or have a condition, have an
/// entry of their own, whose outcome does not touch others. The server takes the cells one after the other, so they are
/// in the order of the entries; the same holds for the cells of the answer.
/// </remarks>
internal sealed class MultiCall
{
    private readonly Proto.MultiRequest _request = new();
    private readonly CellBlock _cells = new();
    private readonly List<(RegionLocation Region, BatchItem[] Items)> _entries = [];

    /// <summary>Takes items whose <see cref="BatchItem.Region"/> is on one server.</summary>
    public MultiCall(IReadOnlyCollection<BatchItem> items)
    {
        foreach (var group in items.GroupBy(item => item.Region!))
        {
            var alone = group.Where(item => item.Operation is not null).ToArray();
            if (alone.Length > 0)
                Add(group.Key, alone);
            foreach (var item in group.Where(item => item.Together is not null))
                Add(group.Key, [item]);
        }
    }

    /// <summary>What is sent.</summary>
    public RpcRequest Request => new(Methods.Multi, _request, _cells);

    /// <summary>Tells each item what the answer says of it.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="failed">Is told of each item that failed, and why.</param>
    /// <exception cref="HBaseProtocolException">The answer does not fit the request; items not told of yet stay as they are.</exception>
    public void Sort(RpcResponse response, Action<BatchItem, RemoteException> failed)
    {
        var results = ((Proto.MultiResponse)response.Message).RegionActionResult;
        if (results.Count != _entries.Count)
            throw new HBaseProtocolException($"A batch of {_entries.Count} entries was answered with {results.Count}.");
        var cells = new CellBlockReader(response.Cells);
        for (var i = 0; i < results.Count; i++)
        {
            var (items, result) = (_entries[i].Items, results[i]);
            if (result.Exception is { } whole)
                Array.ForEach(items, item => failed(item, RemoteException.Of(whole)));
            else if (items[0].Together is not null)
                SortTogether(items[0], result, ref cells, failed);
            else
                SortAlone(items, result, ref cells, failed);
        }
        if (!cells.AtEnd)
            throw new HBaseProtocolException("A batch was answered with more cells than its results have.");
    }

    private static void SortTogether(BatchItem item, Proto.RegionActionResult result, ref CellBlockReader cells, Action<BatchItem, RemoteException> failed)
    {
        HBaseRow? row = null;
        Proto.NameBytesPair? exception = null;
        foreach (var one in result.ResultOrException)
        {
            row = cells.ReadRow(one.Result?.AssociatedCellCount ?? 0) ?? row;
            exception ??= one.Exception;
        }
        if (exception is not null)
            failed(item, RemoteException.Of(exception));
        else
            item.Succeed(row, item.Condition is null || result.Processed);
    }

    private static void SortAlone(BatchItem[] items, Proto.RegionActionResult result, ref CellBlockReader cells, Action<BatchItem, RemoteException> failed)
    {
        var seen = 0;
        foreach (var one in result.ResultOrException)
        {
            if (one.Index >= items.Length)
                throw new HBaseProtocolException($"A batch of {items.Length} was answered for its number {one.Index}.");
            var (item, row) = (items[one.Index], cells.ReadRow(one.Result?.AssociatedCellCount ?? 0));
            seen++;
            if (one.Exception is { } exception)
                failed(item, RemoteException.Of(exception));
            else
                item.Succeed(row, true);
        }
        if (seen != items.Length)
            throw new HBaseProtocolException($"A batch of {items.Length} was answered for {seen}.");
    }

    private void Add(RegionLocation region, BatchItem[] items)
    {
        var entry = new Proto.RegionAction { Region = region.Specifier };
        if (items[0].Together is { } together)
        {
            entry.Atomic = true;
            if (items[0].Condition is { } condition)
                entry.Condition = condition.ToProto();
            foreach (var mutation in together.Mutations)
                AddAction(entry, mutation);
        }
        else
        {
            foreach (var item in items)
            {
                var action = AddAction(entry, item.Operation!);
                if (item.Guard is { } guard)
                    (_request.NonceGroup, action.Mutation.Nonce) = (Nonce.Group, guard.Nonce);
            }
        }
        _request.RegionAction.Add(entry);
        _entries.Add((region, items));
    }

    private Proto.Action AddAction(Proto.RegionAction entry, RowOperation operation)
    {
        var action = operation.ToAction(_cells);
        action.Index = (uint)entry.Action.Count;
        entry.Action.Add(action);
        return action;
    }
}
