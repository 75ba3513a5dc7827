using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using OrleansLambda.Api.Tests.Hosting;

namespace OrleansLambda.Api.Tests;

public sealed partial class PageTests
{
    [Fact]
    public async Task Page_LoadsAllItNeeds_FromItsOwnServer()
    {
        await using var host = await ApiHost.StartAsync();
        var pending = new Queue<string>(["/"]);
        var seen = new HashSet<string> { "/" };
        while (pending.TryDequeue(out var path))
        {
            using var answer = await host.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotMatch(ForeignAddress(), text);
            foreach (Match match in Reference().Matches(text))
                if (match.Groups["path"].Value.Replace("./", "/assets/", StringComparison.Ordinal) is var found && seen.Add(found))
                    pending.Enqueue(found);
        }
        Assert.Superset(new HashSet<string> { "/assets/page.css", "/assets/page.js", "/assets/icon.svg", "/assets/windows.js", "/assets/days.js", "/assets/svg.js" }, seen);
    }

    [Fact]
    public async Task Page_ForbidsTheBrowserAllElse()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Client.GetAsync("/");

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'; script-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotContain("unsafe", answer.Headers.ToString(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick=", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsNotSentAgain_WhenItHasNotChanged()
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await host.Client.GetAsync("/assets/page.js");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/page.js");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));
        using var second = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    // The namespace of SVG is a name that looks like an address; nothing is loaded from it.
    [GeneratedRegex("https?://(?!www\\.w3\\.org/2000/svg)")]
    private static partial Regex ForeignAddress();

    [GeneratedRegex("(src|href)=\"(?<path>/assets/[^\"]+)\"|from \"(?<path>\\./[^\"]+)\"")]
    private static partial Regex Reference();
}
