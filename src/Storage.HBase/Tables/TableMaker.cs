using Microsoft.Extensions.Logging;

namespace OrleansLambda.Storage.HBase.Tables;

/// <summary>Makes tables that are missing, and looks at those that are there. Several processes may do so at once.</summary>
internal sealed partial class TableMaker(HBaseAdmin admin, string prefix, ILogger logger)
{
    /// <summary>Returns once there is a table of the shape.</summary>
    /// <exception cref="InvalidOperationException">There is one that lacks a family.</exception>
    /// <exception cref="HBaseException">HBase does not answer, or refuses.</exception>
    public async Task EnsureAsync(TableShape shape, CancellationToken cancellationToken)
    {
        var name = prefix + shape.Name;
        if (!await admin.TableExistsAsync(name, cancellationToken))
        {
            try
            {
                await admin.CreateTableAsync(shape.Describe(prefix), shape.Splits, cancellationToken);
                LogMade(name, shape.Splits.Length + 1);
                return;
            }
            catch (HBaseTableExistsException)
            {
                LogMadeElsewhere(name);
            }
        }
        var found = await admin.DescribeTableAsync(name, cancellationToken);
        if (shape.Missing(found).ToArray() is [_, ..] missing)
            throw new InvalidOperationException($"The table {name} lacks the family {string.Join(", ", missing)}. Add it (alter '{name}', '{missing[0]}'), or name other tables by {HBaseStorageOptions.SectionName}:{nameof(HBaseStorageOptions.TablePrefix)}.");
        if (shape.Differences(found).ToArray() is [_, ..] differences)
            LogDiffers(name, string.Join("; ", differences));
    }

    [LoggerMessage(LogLevel.Information, "The table {Table} was made, of {Regions} regions.")]
    private partial void LogMade(string table, int regions);

    [LoggerMessage(LogLevel.Debug, "The table {Table} was made by another process meanwhile.")]
    private partial void LogMadeElsewhere(string table);

    [LoggerMessage(LogLevel.Warning, "The table {Table} is not as it would be made here, and is used as it is: {Differences}.")]
    private partial void LogDiffers(string table, string differences);
}
