using Google.Protobuf;
using OrleansLambda.HBase.Client.Admin;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// Work on tables as such. What takes the master long is waited for: when a method returns, it is done. Methods throw
/// <see cref="HBaseException"/>.
/// </summary>
public sealed partial class HBaseAdmin
{
    private readonly ClientCore _core;
    private readonly MasterCaller _master;

    internal HBaseAdmin(ClientCore core) => (_core, _master) = (core, new MasterCaller(core));

    /// <summary>Makes a table.</summary>
    /// <param name="table">What it is to be like.</param>
    /// <param name="splits">The keys at which its regions begin, but for the first: one region more than keys.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="HBaseTableExistsException">There is such a table.</exception>
    public Task CreateTableAsync(TableDescription table, IEnumerable<ReadOnlyMemory<byte>>? splits = null, CancellationToken cancellation = default)
    {
        var request = new Proto.CreateTableRequest { TableSchema = table.ToProto(), Nonce = Nonce.Next(), NonceGroup = Nonce.Group };
        request.SplitKeys.AddRange((splits ?? []).Select(UnsafeByteOperations.UnsafeWrap));
        return ProcedureAsync(table.Name, "CreateTable", request, cancellation);
    }

    /// <summary>Deletes a table, which must be disabled.</summary>
    public Task DeleteTableAsync(string name, CancellationToken cancellation = default) => ProcedureAsync(name, "DeleteTable", Request(name), cancellation);

    /// <summary>Takes a table out of service. Its rows stay.</summary>
    public Task DisableTableAsync(string name, CancellationToken cancellation = default) => ProcedureAsync(name, "DisableTable", Request(name), cancellation);

    /// <summary>Puts a table back into service.</summary>
    public Task EnableTableAsync(string name, CancellationToken cancellation = default) => ProcedureAsync(name, "EnableTable", Request(name), cancellation);

    /// <summary>Deletes all rows of a table, which must be disabled, and enables it.</summary>
    public Task TruncateTableAsync(string name, bool keepSplits = true, CancellationToken cancellation = default) => ProcedureAsync(
        name,
        "truncateTable",
        new Proto.TruncateTableRequest { TableName = NameOf(name), PreserveSplits = keepSplits, Nonce = Nonce.Next(), NonceGroup = Nonce.Group },
        cancellation);

    /// <summary>Writes what a table has in memory to disk.</summary>
    public Task FlushAsync(string name, CancellationToken cancellation = default) => ProcedureAsync(
        name, "FlushTable", new Proto.FlushTableRequest { TableName = NameOf(name), Nonce = Nonce.Next(), NonceGroup = Nonce.Group }, cancellation);

    /// <summary>The names of all tables but HBase's own.</summary>
    public async Task<IReadOnlyList<string>> ListTablesAsync(CancellationToken cancellation = default)
    {
        var answer = await _master.CallAsync(MasterMethods.TableNames, new Proto.GetTableNamesRequest { IncludeSysTables = false }, null, cancellation);
        return [.. answer.TableNames.Select(TableNames.Of).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether there is such a table, enabled or not.</summary>
    public async Task<bool> TableExistsAsync(string name, CancellationToken cancellation = default) => (await DescriptorsAsync(name, cancellation)).Count > 0;

    /// <summary>What a table is like.</summary>
    /// <exception cref="HBaseTableNotFoundException">There is none.</exception>
    public async Task<TableDescription> DescribeTableAsync(string name, CancellationToken cancellation = default)
    {
        var found = await DescriptorsAsync(name, cancellation);
        return found.Count > 0
            ? TableDescription.Of(found[0])
            : throw new HBaseTableNotFoundException($"There is no table {name}.") { Table = name };
    }

    /// <summary>Whether a table is in service.</summary>
    /// <exception cref="HBaseTableNotFoundException">There is none.</exception>
    public async Task<bool> IsEnabledAsync(string name, CancellationToken cancellation = default) =>
        (await _master.CallAsync(MasterMethods.TableState, new Proto.GetTableStateRequest { TableName = NameOf(name) }, TableNames.Normalize(name), cancellation)).TableState.State
        == Proto.TableState.Types.State.Enabled;

    /// <summary>What the master tells of the cluster.</summary>
    public async Task<ClusterStatus> StatusAsync(CancellationToken cancellation = default) =>
        ClusterStatus.Of((await _master.CallAsync(MasterMethods.ClusterStatus, new Proto.GetClusterStatusRequest(), null, cancellation)).ClusterStatus);

    private static Proto.TableName NameOf(string name) => TableNames.ToProto(TableNames.Normalize(name));

    private static Proto.TableRequest Request(string name) => new() { TableName = NameOf(name), Nonce = Nonce.Next(), NonceGroup = Nonce.Group };

    private async Task<IReadOnlyList<Proto.TableSchema>> DescriptorsAsync(string name, CancellationToken cancellation)
    {
        var request = new Proto.GetTableDescriptorsRequest { IncludeSysTables = true };
        request.TableNames.Add(NameOf(name));
        return (await _master.CallAsync(MasterMethods.TableDescriptors, request, TableNames.Normalize(name), cancellation)).TableSchema;
    }

    private async Task ProcedureAsync(string name, string method, IMessage request, CancellationToken cancellation)
    {
        var table = TableNames.Normalize(name);
        try
        {
            await _master.RunProcedureAsync(new RpcMethod<Proto.ProcedureResponse>(RpcService.Master, method, Proto.ProcedureResponse.Parser), request, table, cancellation);
        }
        catch (HBaseException e)
        {
            e.Table = table;
            throw;
        }
        finally
        {
            _core.Locator.ForgetTable(table);
        }
    }
}
