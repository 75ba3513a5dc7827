using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Fakes;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Ingest;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Api.Tests.Ingest;

public sealed class IngestWorkerTests
{
    private static readonly DateTimeOffset Now = new(2024, 1, 1, 0, 57, 55, 500, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly FakeRealTimeApi _api = new();
    private readonly InMemoryEventLog _log;
    private readonly InMemoryDeadLetterStore _letters;
    private readonly IngestWorker _worker;

    public IngestWorkerTests()
    {
        var disk = new InMemoryDisk(partitions: 3);
        var options = Options.Create(new IngestOptions { Url = new Uri("http://realtime/base/") });
        _log = new InMemoryEventLog(disk, _time);
        _letters = new InMemoryDeadLetterStore(disk);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _worker = new IngestWorker(new RealTimeApiClient(_api, options, _time), _log, _letters, new EventParser(new EventOptions()), options, _time, new LambdaMetrics(meters, _time));
    }

    [Fact]
    public async Task Timestamp_IsAppendedAsItCame_PartitionByPartition()
    {
        const string Answer = """{ "tpep_pickup_datetime" : "2024-01-01 00:57:55" }""";
        _api.Answers(Answer);

        for (var i = 0; i < 6; i++)
            Assert.Equal(IngestOutcome.Appended(Now), await _worker.RunAsync());

        Assert.Equal("http://realtime/base/stream", _api.Asked[0].AbsoluteUri);
        for (var partition = 0; partition < 3; partition++)
        {
            await using var reader = _log.OpenReader(partition, 0);
            var records = (await reader.ReadAsync(10)).Records;
            Assert.Equal([Answer, Answer], records.Select(record => Encoding.UTF8.GetString(record.Value.Span)));
        }
    }

    [Theory]
    [InlineData("", "the event is empty")]
    [InlineData("<html>", "not JSON at byte 0")]
    [InlineData("{}", "tpep_pickup_datetime is missing")]
    [InlineData("""{"tpep_pickup_datetime":"2024-01-01 00:57:55","trip_id":"x"}""", "trip_id marks a replay; a timestamp of the present is expected")]
    [InlineData("""{"tpep_pickup_datetime":"2024-01-01 01:02:56"}""", "tpep_pickup_datetime is 2024-01-01 01:02:56; at most 00:05:00 off our clock, 2024-01-01 00:57:55.5, is allowed")]
    [InlineData("""{"tpep_pickup_datetime":"2024-01-01 00:52:55"}""", "tpep_pickup_datetime is 2024-01-01 00:52:55; at most 00:05:00 off our clock, 2024-01-01 00:57:55.5, is allowed")]
    public async Task Answer_StandsInTheDeadLetters_WhenItIsNoTimestampOfThePresent(string answer, string reason)
    {
        _api.Answers(answer);

        Assert.Equal(IngestOutcome.Refused(reason), await _worker.RunAsync());

        var letter = Assert.Single(await _letters.PageAsync(null, 10));
        Assert.Equal(new DeadLetterKey("ingest", 0, Now.ToUnixTimeMilliseconds()), letter.Key);
        Assert.Equal(reason, letter.Reason);
        Assert.Equal(answer, Encoding.UTF8.GetString(letter.Value.Span));
        Assert.Equal(1, _api.Calls);
    }

    [Theory]
    [InlineData("2024-01-01 01:02:55")]
    [InlineData("2024-01-01 00:52:56")]
    public async Task Timestamp_IsAppended_AtTheEdgesOfItsBounds(string time)
    {
        _api.Answers($"{{\"tpep_pickup_datetime\":\"{time}\"}}");

        Assert.Null((await _worker.RunAsync()).Error);
    }

    [Fact]
    public async Task Answer_IsReadOnlySoFar_WhenItHasNoEnd()
    {
        _api.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) });

        Assert.Equal(IngestOutcome.Refused("the answer is longer than 4096 bytes"), await _worker.RunAsync());

        Assert.Equal(4096, Assert.Single(await _letters.PageAsync(null, 10)).Value.Length);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.NoContent)]
    public async Task Fetch_FailsAfterItsAttempts_WhenTheAnswerIsNoSuccess(HttpStatusCode status)
    {
        _api.Answers("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"}", status);

        var outcome = await RunAsync();

        Assert.Equal(IngestOutcome.Failed($"http://realtime/base/stream answered {(int)status}; 200 is expected."), outcome);
        Assert.Equal(2, _api.Calls);
        Assert.Equal(0, await _letters.CountAsync());
    }

    [Fact]
    public async Task Fetch_IsTriedAgain_WithinThePeriod()
    {
        _api.Answer = _ =>
        {
            _api.Answers("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"}");
            throw new HttpRequestException("Connection refused.");
        };

        Assert.Null((await RunAsync()).Error);
        Assert.Equal(2, _api.Calls);
    }

    [Fact]
    public async Task Fetch_IsGivenUp_WhenTheAnswerHangs()
    {
        _api.Answer = async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("The delay has no end.");
        };

        Assert.Equal(IngestOutcome.Failed("http://realtime/base/stream did not answer within 400 ms."), await RunAsync());

        Assert.Equal(2, _api.Calls);
        Assert.True(_time.GetUtcNow() - Now < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Timestamp_IsAppendedOnce_WhenTheLogWasAwayForAMoment()
    {
        _api.Answers("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"}");
        _log.Faults.FailNext(nameof(IEventLog.AppendAsync));

        Assert.Null((await RunAsync()).Error);

        Assert.Equal(1, await RecordsAsync());
        Assert.Equal(1, _api.Calls);
    }

    [Fact]
    public async Task Timestamp_IsNotAppendedAgain_WhenItIsNotKnownWhetherItWas()
    {
        _api.Answers("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"}");
        _log.Faults.LoseNextAnswer(nameof(IEventLog.AppendAsync));

        Assert.Equal(IngestOutcome.Failed("The answer of AppendAsync was made to get lost."), await RunAsync());

        Assert.Equal(1, await RecordsAsync());
        Assert.Equal(1, _log.Faults.Calls(nameof(IEventLog.AppendAsync)));
    }

    [Fact]
    public async Task Run_Fails_WhenTheLogStaysAway()
    {
        _api.Answers("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"}");
        _log.Faults.FailNext(nameof(IEventLog.DescribeAsync), 2);

        Assert.Equal(IngestOutcome.Failed("DescribeAsync was made to fail."), await RunAsync());
        Assert.Equal(0, await RecordsAsync());
    }

    [Fact]
    public async Task Run_Ends_WhenTheGrainGoes()
    {
        using var gone = new CancellationTokenSource();
        _api.Answer = async token =>
        {
            await gone.CancelAsync();
            token.ThrowIfCancellationRequested();
            return FakeRealTimeApi.Text("");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _worker.RunAsync(gone.Token));
    }

    // Lets time pass while the worker waits, in steps shorter than any of its waits.
    private async Task<IngestOutcome> RunAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var run = _worker.RunAsync();
        while (!run.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1, patience.Token);
        }
        return await run;
    }

    private async Task<long> RecordsAsync()
    {
        var records = 0L;
        for (var partition = 0; partition < 3; partition++)
            records += (await _log.GetRangeAsync(partition)).End;
        return records;
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
