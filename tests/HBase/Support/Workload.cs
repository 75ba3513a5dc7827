using System.Buffers.Binary;
using System.Globalization;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>
/// Writes, counts and reads in one table while something is done to its cluster, and knows what must be found afterwards:
/// every acknowledged row with its acknowledged value, and counters that are no less than what was acknowledged, and more
/// only by what was told to be unknown.
/// </summary>
/// <remarks>
/// Rows are written in blocks that lie in all regions, some of them again with a later version, which is their timestamp: an
/// attempt that a frozen server carries out when it wakes up is then older than what was written meanwhile.
/// </remarks>
internal sealed class Workload(HBaseClient client, string name, int seed) : IAsyncDisposable
{
    private const int BlockRows = 200;

    private static readonly byte[] Sum = "sum".Utf8();
    private static readonly byte[] Steps = "steps".Utf8();

    private readonly HBaseTable _table = client.GetTable(name);
    private readonly List<int> _versions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random = new(seed);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private long _sum;
    private long _maySum;
    private long _steps;
    private long _maySteps;
    private long _unknown;
    private long _reads;
    private long _scanned;

    /// <summary>How many rows were acknowledged, each version counted.</summary>
    public long Written { get; private set; }

    /// <summary>The longest time that a block of rows took to be acknowledged.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>What was done, for people.</summary>
    public override string ToString() =>
        $"{Written:N0} rows written, {_sum:N0} increments, {_steps:N0} changes on a condition, {_unknown} of them unknown, {_reads:N0} reads, {_scanned:N0} rows scanned, longest wait {LongestWait.TotalSeconds:N1} s";

    /// <summary>Makes the table, of regions that begin with the keys 3 and 6, and begins; returns when the first rows are there.</summary>
    public async Task StartAsync()
    {
        await client.Admin.CreateTableAsync(new TableDescription(name, new FamilyDescription("f")), ["3".Utf8(), "6".Utf8()]);
        _running = Task.WhenAll(Task.Run(WriteAsync), Task.Run(IncrementAsync), Task.Run(StepAsync), Task.Run(ReadAsync), Task.Run(ScanAsync));
        await await Task.WhenAny(_first.Task, _running);
    }

    /// <summary>How long it takes from now until rows that begin to be written later are acknowledged in all regions.</summary>
    public async Task<TimeSpan> RecoveryAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 2; i++) // The first may have been under way.
            await await Task.WhenAny(Volatile.Read(ref _flushed).Task, _running);
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Stops, and throws what went wrong.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Checks all that was acknowledged, with a client that has seen nothing of it.</summary>
    public async Task CheckAsync(HBaseClient other)
    {
        var found = new Dictionary<string, string?>();
        await foreach (var row in other.GetTable(name).ScanAsync(new Scan { StopRow = "a".Utf8() }))
            Assert.True(found.TryAdd(row.Key.Utf8(), row.Value()), $"{row.Key.Utf8()} came twice.");
        for (var i = 0; i < _versions.Count * BlockRows; i++)
            Assert.Equal((i, Value(i, _versions[i / BlockRows])), (i, found.GetValueOrDefault(Key(i))));
        Assert.Equal(_versions.Count * BlockRows, found.Count);
        var counters = await other.GetTable(name).GetAsync([new Get(Sum), new Get(Steps)]);
        Assert.InRange(Number(counters[0]), _sum, _sum + _maySum);
        Assert.InRange(Number(counters[1]), _steps, _steps + _maySteps);
        Assert.True(_sum > 0 && _steps > 0 && _reads > 0 && _scanned > 0, $"Not all was done: {this}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(done => done.Exception, TaskScheduler.Default); // A test that has failed says why by itself.
        _stop.Dispose();
    }

    private static string Key(int i) => $"{i % 10}-{i:D8}";

    private static int Number(string key) => int.Parse(key.AsSpan(2), CultureInfo.InvariantCulture);

    private static string Value(int i, int version) => $"{i} in version {version}";

    private static long Number(HBaseRow? row) => row is null ? 0 : BinaryPrimitives.ReadInt64BigEndian(row["f"u8, "q"u8]!.Value.Span);

    private async Task WriteAsync()
    {
        await using var writer = _table.CreateWriter(new HBaseWriterOptions { BatchBytes = 8_192, Durability = Durability.SyncWal });
        while (!_stop.IsCancellationRequested)
        {
            var start = TimeProvider.System.GetTimestamp();
            var block = _versions.Count > 0 && _random.Next(3) == 0 ? _random.Next(_versions.Count) : _versions.Count;
            var version = block == _versions.Count ? 1 : _versions[block] + 1;
            for (var i = block * BlockRows; i < (block + 1) * BlockRows; i++)
                await writer.WriteAsync(new Put(Key(i).Utf8()).Add(F, Q, version, Value(i, version).Utf8()));
            await writer.FlushAsync();
            lock (_versions)
            {
                if (block == _versions.Count)
                    _versions.Add(version);
                else
                    _versions[block] = version;
            }
            Written += BlockRows;
            var wait = TimeProvider.System.GetElapsedTime(start);
            LongestWait = wait > LongestWait ? wait : LongestWait;
            Interlocked.Exchange(ref _flushed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            _first.TrySetResult();
        }
    }

    private async Task IncrementAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await KnownAsync(async () => await _table.IncrementAsync(new Increment(Sum).Add(F, Q, 1))))
                _sum++;
            else
                _maySum++;
        }
    }

    private async Task StepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var old = await _table.GetAsync(Steps);
            var next = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(next, Number(old) + 1);
            var condition = old is null ? RowCondition.Absent(Steps, F, Q) : RowCondition.ValueEquals(Steps, F, Q, old["f"u8, "q"u8]!.Value);
            var applied = false;
            if (!await KnownAsync(async () => applied = await _table.CheckAndMutateAsync(condition, new Put(Steps).Add(F, Q, next))))
                _maySteps++;
            else if (applied)
                _steps++;
            else
                Assert.True(_maySteps > 0, "Nobody else changes it, and nothing was unknown that could be done late.");
        }
    }

    private async Task ReadAsync()
    {
        var random = new Random(seed + 1);
        while (!_stop.IsCancellationRequested)
        {
            var (block, version) = Acknowledged(random);
            if (block < 0)
                continue;
            var i = (block * BlockRows) + random.Next(BlockRows);
            var read = (await _table.GetAsync(Key(i).Utf8())).Value();
            Assert.True(read is not null && int.Parse(read.Split(' ')[^1]) >= version, $"Row {i} had version {version}, and then '{read}'.");
            _reads++;
        }
    }

    private async Task ScanAsync()
    {
        for (var turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            int least;
            lock (_versions)
                least = _versions.Count * BlockRows;
            var count = (turn % 3) switch
            {
                0 => await CountInOrderAsync(_table.ScanAsync(new Scan { StopRow = "a".Utf8(), PageRows = 300 }), 1),
                1 => await CountInOrderAsync(_table.ScanAsync(new Scan { StartRow = "a".Utf8(), IncludeStartRow = false, PageRows = 300, Reversed = true }), -1),
                _ => await CountEachOnceAsync(_table.ScanParallelAsync(new Scan { StopRow = "a".Utf8(), PageRows = 300 }, 2)),
            };
            Assert.True(count >= least, $"{least} rows were acknowledged, and a scan that began later had {count}.");
            _scanned += count;
            await Task.Delay(200);
        }
    }

    private static async Task<int> CountInOrderAsync(IAsyncEnumerable<HBaseRow> rows, int direction)
    {
        var (last, count) = ((string?)null, 0);
        await foreach (var row in rows)
        {
            var key = row.Key.Utf8();
            Assert.True(last is null || Math.Sign(string.CompareOrdinal(key, last)) == direction, $"{key} came after {last}.");
            (last, count) = (key, count + 1);
        }
        return count;
    }

    private static async Task<int> CountEachOnceAsync(IAsyncEnumerable<HBaseRow> rows)
    {
        var seen = new HashSet<int>();
        await foreach (var row in rows)
            Assert.True(seen.Add(Number(row.Key.Utf8())), $"{row.Key.Utf8()} came twice.");
        return seen.Count;
    }

    private (int Block, int Version) Acknowledged(Random random)
    {
        lock (_versions)
        {
            if (_versions.Count == 0)
                return (-1, 0);
            var block = random.Next(_versions.Count);
            return (block, _versions[block]);
        }
    }

    private async Task<bool> KnownAsync(Func<Task> run)
    {
        try
        {
            await run();
            return true;
        }
        catch (HBaseOutcomeUnknownException)
        {
            _unknown++; // Two tasks count it, and it is for people only.
            return false;
        }
    }
}
