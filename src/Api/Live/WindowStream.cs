using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Live;

/// <summary>
/// <c>/windows/live</c>: the changes of windows as server-sent events, one a change, each a whole window. A connection
/// that breaks goes on where it was by <c>Last-Event-ID</c>, which is the feed's cursor.
/// </summary>
/// <remarks>
/// The first thing sent is an id without an event, so that a connection that breaks before any change loses none. A
/// reader that fell behind what the feed holds gets the event <c>reset</c>: it reads the windows anew, and takes the
/// changes that follow. Of two states of one window the one with the higher version is the later.
/// </remarks>
internal sealed class WindowStream(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const int MaxChanges = 256;
    private const int RetryMilliseconds = 1000;

    private readonly ApiOptions _options = options.Value;
    private readonly Gate _gate = new(options.Value.MaxLiveConnections);

    /// <summary>Answers a request until its caller, or the host, goes away.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!_gate.TryEnter())
        {
            await Problems.TryAgain(context, StatusCodes.Status429TooManyRequests, $"{_gate.Capacity} connections follow the windows; no more are allowed at once.").ExecuteAsync(context);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await ServeAsync(context, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The caller or the host went away: how every such connection ends.
        }
        catch (Exception e) when (context.Response.HasStarted && e is OrleansException or TimeoutException)
        {
            // The caller connects again, to a silo that answers, and goes on where it was.
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task ServeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var feed = grains.GetGrain<IWindowFeedGrain>(0);
        var page = await ResumeAsync(feed, context.Request.Headers["Last-Event-ID"], cancellationToken);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var body = context.Response.BodyWriter;
        Write(body, string.Create(CultureInfo.InvariantCulture, $"retry: {RetryMilliseconds}\n"));
        if (!page.Missed && page.Changes.Length == 0)
            Write(body, $"id: {page.Cursor}\n\n");
        var spoke = time.GetTimestamp();
        for (var first = true; ; first = false)
        {
            if (Write(body, page) || first)
                spoke = time.GetTimestamp();
            else if (time.GetElapsedTime(spoke) >= _options.LiveHeartbeat)
            {
                Write(body, ": alive\n\n");
                spoke = time.GetTimestamp();
            }
            await body.FlushAsync(cancellationToken);
            if (page.Changes.Length < MaxChanges)
                await Task.Delay(_options.LivePeriod, time, cancellationToken);
            page = await feed.ReadAsync(page.Cursor, MaxChanges).WaitAsync(cancellationToken);
        }
    }

    // A cursor that cannot be read is of a feed that is long gone, or of nobody's: either way the reader starts anew.
    private static async Task<WindowFeedPage> ResumeAsync(IWindowFeedGrain feed, string? lastEventId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(lastEventId))
            return await feed.ReadAsync(null, MaxChanges).WaitAsync(cancellationToken);
        if (WindowFeedCursor.TryParse(lastEventId, out var cursor))
            return await feed.ReadAsync(cursor, MaxChanges).WaitAsync(cancellationToken);
        return await feed.ReadAsync(null, MaxChanges).WaitAsync(cancellationToken) with { Missed = true };
    }

    private static bool Write(PipeWriter body, WindowFeedPage page)
    {
        if (page.Missed)
            Write(body, $"id: {Before(page, 0)}\nevent: reset\ndata: {{}}\n\n");
        for (var i = 0; i < page.Changes.Length; i++)
        {
            Write(body, $"id: {Before(page, i + 1)}\ndata: ");
            body.Write(ApiJson.ToBytes(WindowDto.From(page.Changes[i])));
            Write(body, "\n\n");
        }
        return page.Missed || page.Changes.Length > 0;
    }

    // The page's cursor belongs to its last change, and the changes before it have the numbers before it.
    private static WindowFeedCursor Before(WindowFeedPage page, int change) =>
        page.Cursor with { Number = page.Cursor.Number - page.Changes.Length + change };

    private static void Write(PipeWriter body, string text) => Encoding.UTF8.GetBytes(text, body);
}
