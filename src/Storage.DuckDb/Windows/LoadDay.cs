using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Windows;

/// <summary>A window whose day is to be taken into the index. It is a write, so that it falls between commits.</summary>
internal sealed class LoadDay(TumblingWindow window) : WriteRequest<bool>
{
    public const long Bytes = 64;

    /// <inheritdoc/>
    public override long Weight => Bytes;

    /// <inheritdoc/>
    public override void AddTo(Session session) => session.Windows.Load(window);
}
