using System.Diagnostics;

namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class DiskFullTests : IDisposable
{
    private readonly DatabaseFolder _folder = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted)
            Run("umount", _folder.Path.FullName);
        _folder.Dispose();
    }

    [Theory(Timeout = 120_000)]
    [InlineData(4)]
    [InlineData(1_024)]
    public async Task Log_RefusesAppendsUntilThereIsRoom_AndLosesNothing(int checkpointThreshold)
    {
        _mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", _folder.Path.FullName);
        Assert.SkipUnless(_mounted, "A small disk can be mounted only by root on Linux.");
        _folder.Options.CheckpointThresholdMegabytes = checkpointThreshold;
        await using var database = await _folder.OpenAsync();
        var log = new DuckDbEventLog(database);
        var records = new ReadOnlyMemory<byte>[1_000];
        var random = new Random(1);

        var (acknowledged, unknown) = (0L, 0L);
        Exception? full = null;
        while (full is null)
        {
            for (var i = 0; i < records.Length; i++)
            {
                var record = new byte[250];
                random.NextBytes(record);
                records[i] = record;
            }
            try
            {
                acknowledged = await log.AppendAsync(0, records) + 1;
                Assert.True(acknowledged < 1_000_000, "The disk never was full.");
            }
            catch (Exception exception) when (exception is StoreUnavailableException or OutcomeUnknownException)
            {
                full = exception;
                unknown = exception is OutcomeUnknownException ? records.Length : 0;
            }
        }
        Assert.Contains("disk is full", full.Message, StringComparison.Ordinal);
        Assert.True(Run("mount", "-o", "remount,size=200m", _folder.Path.FullName), "The disk was not made larger.");

        long? next = null;
        while (next is null)
            try
            {
                next = await log.AppendAsync(0, records[..1]);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            }

        Assert.Contains(next.Value, (long[])[acknowledged, acknowledged + unknown]);
        await using var reader = log.OpenReader(0, 0);
        var seen = 0L;
        while (await reader.ReadAsync(10_000) is { Records.Count: > 0 } batch)
            foreach (var record in batch.Records)
                Assert.Equal(seen++, record.Offset);
        Assert.Equal(next.Value + 1, seen);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
