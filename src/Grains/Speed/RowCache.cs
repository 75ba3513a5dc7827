namespace OrleansLambda.Grains.Speed;

/// <summary>
/// The rows written last, at most <paramref name="capacity"/> of them; those written longest ago make room. One that
/// another writer has passed is harmless: its version gives it away when it is written.
/// </summary>
internal sealed class RowCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TumblingWindow, LinkedListNode<WindowState>> _rows = [];
    private readonly LinkedList<WindowState> _byAge = [];

    /// <summary>The row of <paramref name="window"/>, or null where it is not here.</summary>
    public WindowState? Find(TumblingWindow window)
    {
        lock (_gate)
            return _rows.TryGetValue(window, out var node) ? node.Value : null;
    }

    /// <summary>Takes a row that has become durable.</summary>
    public void Set(WindowState row)
    {
        lock (_gate)
        {
            if (_rows.TryGetValue(row.Window, out var node))
                _byAge.Remove(node);
            else if (_rows.Count >= capacity)
                Forget(_byAge.First!);
            _rows[row.Window] = _byAge.AddLast(row);
        }
    }

    /// <summary>Forgets a row.</summary>
    public void Remove(TumblingWindow window)
    {
        lock (_gate)
            if (_rows.TryGetValue(window, out var node))
                Forget(node);
    }

    private void Forget(LinkedListNode<WindowState> node)
    {
        _rows.Remove(node.Value.Window);
        _byAge.Remove(node);
    }
}
