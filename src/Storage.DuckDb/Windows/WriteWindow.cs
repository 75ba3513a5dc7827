using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Windows;

/// <summary>A row to write if its version is the next one.</summary>
internal sealed class WriteWindow(WindowState state) : WriteRequest<bool>
{
    public const long Bytes = 512;

    /// <inheritdoc/>
    public override long Weight => Bytes;

    /// <inheritdoc/>
    public override void AddTo(Session session) => Answer = session.Windows.TryWrite(state);
}
