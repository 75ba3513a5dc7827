using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Operations;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// A table's rows. Operations are tried again, in the place where a row's region is then, until they succeed or
/// <see cref="HBaseOptions.OperationTimeout"/> is over; they throw <see cref="HBaseException"/>.
/// </summary>
public sealed partial class HBaseTable
{
    private readonly ClientCore _core;

    internal HBaseTable(ClientCore core, string name) => (_core, Name) = (core, name);

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>Reads all of a row; null where there is none.</summary>
    public Task<HBaseRow?> GetAsync(ReadOnlyMemory<byte> row, CancellationToken cancellation = default) => GetAsync(new Get(row), cancellation);

    /// <summary>Reads a row; null where it has nothing of what is asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number of the request is out of its range.</exception>
    public Task<HBaseRow?> GetAsync(Get get, CancellationToken cancellation = default) =>
        ReadAsync(get, existenceOnly: false, (row, _) => row, cancellation);

    /// <summary>Whether a row has anything of what is asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number of the request is out of its range.</exception>
    public Task<bool> ExistsAsync(Get get, CancellationToken cancellation = default) =>
        ReadAsync(get, existenceOnly: true, (_, answer) => answer.Result.Exists, cancellation);

    /// <summary>
    /// Gives columns of a row new values; durable as the put says when this returns. A put without timestamps of its own that
    /// is tried again may leave more than one version, with the same values.
    /// </summary>
    public Task PutAsync(Put put, CancellationToken cancellation = default) => MutateAsync(put, cancellation);

    /// <summary>Deletes a row or parts of it.</summary>
    public Task DeleteAsync(Delete delete, CancellationToken cancellation = default) => MutateAsync(delete, cancellation);

    /// <summary>Adds to numbers in a row, and returns them as they are then. Where the answer is lost, the server is asked again, and knows whether it did it.</summary>
    /// <exception cref="HBaseOutcomeUnknownException">The server that may have done it is gone, or the region has left it; it was done once or not at all.</exception>
    public async Task<HBaseRow> IncrementAsync(Increment increment, CancellationToken cancellation = default) => (await MutateAsync(increment, cancellation))!;

    /// <summary>Puts bytes behind values in a row, and returns them as they are then. Where the answer is lost, the server is asked again, and knows whether it did it.</summary>
    /// <exception cref="HBaseOutcomeUnknownException">The server that may have done it is gone, or the region has left it; it was done once or not at all.</exception>
    public async Task<HBaseRow> AppendAsync(Append append, CancellationToken cancellation = default) => (await MutateAsync(append, cancellation))!;

    /// <summary>Makes a change of a row if a condition holds for it, as one step. False: it did not hold, and nothing was changed.</summary>
    /// <exception cref="ArgumentException">Condition and change are of different rows.</exception>
    /// <exception cref="HBaseOutcomeUnknownException">It may have been done or not. It is not tried again then: the condition may not hold any more because the change was made.</exception>
    public Task<bool> CheckAndMutateAsync(RowCondition condition, Mutation mutation, CancellationToken cancellation = default)
    {
        if (!condition.Row.Span.SequenceEqual(mutation.Row.Span))
            throw new ArgumentException("A condition and the change that depends on it are of the same row.", nameof(mutation));
        return RunAsync(
            mutation.Row,
            new OnceGuard(_core.Time),
            Methods.Mutate,
            (region, cells) => new Proto.MutateRequest { Region = region, Mutation = Filled(mutation).ToProto(cells), Condition = condition.ToProto() },
            answer => answer.Result,
            (_, answer) => answer.Processed,
            cancellation);
    }

    // Of an increment that was repeated the server tells the values as they were then, unless they have been overwritten and are gone.
    private static HBaseOutcomeUnknownException Empty() => new("It was done, and the server could not tell the new values any more.");

    private static Mutation Filled(Mutation mutation) =>
        mutation is Delete || mutation.CellCount > 0 ? mutation : throw new ArgumentException("The change names no column.", nameof(mutation));

    private Task<T> ReadAsync<T>(Get get, bool existenceOnly, Func<HBaseRow?, Proto.GetResponse, T> read, CancellationToken cancellation)
    {
        get.ThrowIfWrong();
        return RunAsync(get.Row, null, Methods.Get, (region, _) => new Proto.GetRequest { Region = region, Get = get.ToProto(existenceOnly) }, answer => answer.Result, read, cancellation);
    }

    private Task<HBaseRow?> MutateAsync(Mutation mutation, CancellationToken cancellation)
    {
        Filled(mutation);
        var once = mutation is OnceMutation ? new OnceGuard(_core.Time) : null;
        return RunAsync(mutation.Row, once, Methods.Mutate, Request, answer => answer.Result, (row, _) => once is null || row is not null ? row : throw Empty(), cancellation);

        Proto.MutateRequest Request(Proto.RegionSpecifier region, CellBlock cells)
        {
            var request = new Proto.MutateRequest { Region = region, Mutation = mutation.ToProto(cells) };
            if (once is not null)
                (request.NonceGroup, request.Mutation.Nonce) = (Nonce.Group, once.Nonce);
            return request;
        }
    }

    private Task<T> RunAsync<TAnswer, T>(
        ReadOnlyMemory<byte> row,
        OnceGuard? once,
        RpcMethod<TAnswer> method,
        Func<Proto.RegionSpecifier, CellBlock, IMessage> request,
        Func<TAnswer, Proto.Result?> result,
        Func<HBaseRow?, TAnswer, T> read,
        CancellationToken cancellation)
        where TAnswer : IMessage<TAnswer>
    {
        return _core.Retrier.RunAsync(Name, row, once, AttemptAsync, cancellation);

        async Task<T> AttemptAsync(Attempt attempt)
        {
            var cells = new CellBlock();
            var call = new RpcRequest(method, request(attempt.Region.Specifier, cells), cells);
            var hasNonce = call.Parameter is Proto.MutateRequest { HasNonceGroup: true };
            using var response = hasNonce && _core.Options.RepeatByNonce
                ? await CallOnceAsync(attempt, call)
                : await _core.Pool.CallAsync(attempt.Region.Server, call, attempt.Timeout, cancellation);
            var answer = (TAnswer)response.Message;
            var reader = new CellBlockReader(response.Cells);
            return read(reader.ReadRow(result(answer)?.AssociatedCellCount ?? 0), answer);
        }

        async Task<RpcResponse> CallOnceAsync(Attempt attempt, RpcRequest call)
        {
            var deadline = new Deadline(_core.Time, attempt.Timeout);
            var connection = await _core.Pool.ConnectionAsync(attempt.Region.Server, RpcService.Client, deadline.Left, cancellation);
            once!.Begin(await connection.IncarnationAsync(deadline.Left, cancellation));
            return await _core.Pool.CallAsync(connection, call, deadline.Left, cancellation);
        }
    }
}
