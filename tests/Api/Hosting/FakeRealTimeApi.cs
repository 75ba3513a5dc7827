using System.Net;
using System.Text;

namespace OrleansLambda.Api.Tests.Hosting;

/// <summary>A Real-time API that a test plays, and the factory of clients that lead to it.</summary>
public sealed class FakeRealTimeApi : HttpMessageHandler, IHttpClientFactory
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public List<Uri> Asked { get; } = [];

    public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = _ => Task.FromResult(Text(""));

    public static HttpResponseMessage Text(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };

    public void Answers(string body, HttpStatusCode status = HttpStatusCode.OK) => Answer = _ => Task.FromResult(Text(body, status));

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        lock (Asked)
            Asked.Add(request.RequestUri!);
        return Answer(cancellationToken);
    }
}
