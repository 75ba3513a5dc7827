using OrleansLambda.Grains.Ingest;

namespace OrleansLambda.Api.Tests.Ingest;

public sealed class IngestOptionsTests
{
    [Fact]
    public void Options_AreGood_WithAnAddress() => Assert.True(new IngestOptionsValidator().Validate(null, new IngestOptions { Url = new Uri("http://localhost:8000/") }).Succeeded);

    [Fact]
    public void Options_AreRefused_WhenNobodyNamesTheAddress() =>
        Assert.Equal("Ingest:Url is not set; an http or https address such as http://localhost:8000/ is allowed.", new IngestOptionsValidator().Validate(null, new IngestOptions()).FailureMessage);

    [Theory]
    [InlineData("ftp://host/", 1000, 400, 2, 5000, "Ingest:Url is ftp://host/; an http or https address such as http://localhost:8000/ is allowed.")]
    [InlineData("host", 1000, 400, 2, 5000, "Ingest:Url is host; an http or https address such as http://localhost:8000/ is allowed.")]
    [InlineData("http://host", 1000, 501, 2, 5000, "Ingest:AttemptTimeout is 00:00:00.5010000 and Ingest:Attempts is 2; together they may take at most Ingest:Period, 00:00:01.")]
    [InlineData("http://host", 1000, 400, 2, 999, "Ingest:MaxBackoff is 00:00:00.9990000; at least Ingest:Period, 00:00:01, is allowed.")]
    public void Options_AreRefused_AndTheReasonNamesTheSetting(string url, int period, int timeout, int attempts, int backoff, string refusal)
    {
        var options = new IngestOptions
        {
            Url = new Uri(url, UriKind.RelativeOrAbsolute),
            Period = TimeSpan.FromMilliseconds(period),
            AttemptTimeout = TimeSpan.FromMilliseconds(timeout),
            Attempts = attempts,
            MaxBackoff = TimeSpan.FromMilliseconds(backoff),
        };

        Assert.Equal(refusal, new IngestOptionsValidator().Validate(null, options).FailureMessage);
    }
}
