using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>Reaches real servers, and can lose an answer on the way back: the server has done what was asked, and the client learns nothing.</summary>
internal sealed class CuttingDialer : IDialer
{
    private readonly TcpDialer _real = new(new SimpleSecurity("tester"));
    private Func<Task>? _cut;
    private int _cuts;

    /// <summary>How many answers were lost.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>
    /// Loses the next answer to a call about rows, and its connection. What the registry and the master have to say, late
    /// perhaps, goes through.
    /// </summary>
    /// <param name="meanwhile">What happens between the answer's arrival here and the connection's end.</param>
    public void CutNextAnswer(Func<Task>? meanwhile = null) => Volatile.Write(ref _cut, meanwhile ?? (() => Task.CompletedTask));

    public async Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation)
    {
        var real = await _real.DialAsync(address, cancellation);
        var (requests, answers) = (new Pipe(), new Pipe());
        _ = ForwardAsync(real, requests.Reader, answers.Writer);
        return new Transport(answers.Reader, requests.Writer, () =>
        {
            real.Close();
            answers.Reader.CancelPendingRead();
        });
    }

    private async Task ForwardAsync(Transport real, PipeReader requests, PipeWriter answers)
    {
        var header = await requests.ReadAsync(); // The first that is sent names the service, whole.
        var aboutRows = Encoding.ASCII.GetString(header.Buffer).Contains(RpcService.Client, StringComparison.Ordinal);
        requests.AdvanceTo(header.Buffer.Start);
        await Task.WhenAll(SendAsync(requests, real.Output), PumpAsync(real, answers, aboutRows));
    }

    private static async Task SendAsync(PipeReader requests, PipeWriter output)
    {
        try
        {
            await requests.CopyToAsync(output);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed by either side.
        }
        await requests.CompleteAsync();
    }

    private async Task PumpAsync(Transport real, PipeWriter output, bool aboutRows)
    {
        try
        {
            while (true)
            {
                var read = await real.Input.ReadAsync();
                if (aboutRows && read.Buffer.Length > 0 && Interlocked.Exchange(ref _cut, null) is { } cut)
                {
                    await cut();
                    Interlocked.Increment(ref _cuts);
                    real.Close();
                    break;
                }
                foreach (var part in read.Buffer)
                    output.Write(part.Span);
                await output.FlushAsync();
                real.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed by the client, or the server is gone.
        }
        await output.CompleteAsync();
    }
}
