using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Windows;

/// <summary>
/// A window's row as one conditional change: document, version and the mark of an open window, or none of them. All cells bear
/// the row's version as their timestamp, so that what a version deletes never hides what a later one writes, whatever clocks say.
/// </summary>
internal static class WindowWrite
{
    private static readonly byte[] IsOpen = "1"u8.ToArray();

    /// <summary>The change that writes <paramref name="state"/>, whose version is at least 1, over the version before it.</summary>
    public static ConditionalMutation Of(WindowState state)
    {
        var row = WindowKey.Of(state.Window);
        var condition = state.Version == 1
            ? RowCondition.Absent(row, Columns.Realtime, Columns.Version)
            : RowCondition.ValueEquals(row, Columns.Realtime, Columns.Version, KeyText.Number(state.Version - 1));
        var put = new Put(row)
            .Add(Columns.Realtime, Columns.Data, state.Version, WindowJson.Write(state))
            .Add(Columns.Realtime, Columns.Version, state.Version, KeyText.Number(state.Version));
        if (!state.Final)
            return new ConditionalMutation(condition, put.Add(Columns.Open, Columns.Open, state.Version, IsOpen));
        if (state.Version == 1)
            return new ConditionalMutation(condition, put); // It was never open.
        return new ConditionalMutation(
            condition, new RowMutations(row).Add(put).Add(new Delete(row).Column(Columns.Open, Columns.Open, state.Version)));
    }
}
