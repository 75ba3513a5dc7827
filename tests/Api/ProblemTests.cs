using System.Net;
using Microsoft.Extensions.Options;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Api.Tests;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/nowhere")]
    [InlineData("/api/v1")]
    [InlineData("/assets/nothing.js")]
    public async Task Path_IsNotFound_WhenNothingIsThere(string path)
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await host.GetAsync(path, HttpStatusCode.NotFound);

        Assert.Equal($"There is nothing at {path}.", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("POST", "/api/v1/days", "GET")]
    [InlineData("PUT", "/api/v1/runs", "GET, POST")]
    [InlineData("GET", "/api/v1/events", "POST")]
    [InlineData("DELETE", "/health", "GET")]
    public async Task Method_IsNotAllowed_AndTheAnswerSaysWhichAre(string method, string path, string allowed)
    {
        await using var host = await ApiHost.StartAsync();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var problem = await ApiHost.ReadAsync(await host.Client.SendAsync(request), HttpStatusCode.MethodNotAllowed);

        Assert.Equal($"{method} is not allowed at {path}; {allowed} is.", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("days?limit=0", "The parameter limit is \"0\"; a whole number from 1 to 1000 is allowed.")]
    [InlineData("days?limit=1001", "The parameter limit is \"1001\"; a whole number from 1 to 1000 is allowed.")]
    [InlineData("windows?limit=-1", "The parameter limit is \"-1\"; a whole number from 1 to 1000 is allowed.")]
    [InlineData("dead-letters?limit=ten", "The parameter limit is \"ten\"; a whole number from 1 to 1000 is allowed.")]
    [InlineData("imports?limit=", "The parameter limit is \"\"; a whole number from 1 to 1000 is allowed.")]
    [InlineData("runs?limit=1&limit=2", "The parameter limit is given 2 times; once is allowed.")]
    [InlineData("days?from=2024-1-1", "The parameter from is \"2024-1-1\"; a date such as 2024-01-31 is allowed.")]
    [InlineData("days?from=2024-01-02&to=2024-01-01", "The parameter from is \"2024-01-02\"; at most the parameter to is allowed.")]
    [InlineData("days?cursor=x", "The parameter cursor is \"x\"; the next_cursor of the page before is allowed.")]
    [InlineData("windows?from=noon", "The parameter from is \"noon\"; a time such as 2024-01-31T00:57:50Z, or a date, is allowed.")]
    [InlineData("windows?cursor=2024-01-01T00:57:55Z", "The parameter cursor is \"2024-01-01T00:57:55Z\"; the next_cursor of the page before is allowed.")]
    [InlineData("dead-letters?cursor=0.1", "The parameter cursor is \"0.1\"; the next_cursor of the page before is allowed.")]
    [InlineData("days?from=x&to=y", "The parameter from is \"x\"; a date such as 2024-01-31 is allowed. The parameter to is \"y\"; a date such as 2024-01-31 is allowed.")]
    public async Task Parameter_IsABadRequest_AndTheAnswerSaysWhatIsAllowed(string query, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(detail, (string?)(await host.GetAsync("/api/v1/" + query, HttpStatusCode.BadRequest))["detail"]);
    }

    [Fact]
    public async Task Parameter_IsIgnored_WhenItIsNotKnown()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Empty((await host.GetAsync("/api/v1/days?colour=blue"))["days"]!.AsArray());
    }

    [Fact]
    public async Task Failure_StaysInTheHouse_WhenItWasNotForeseen()
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await host.GetAsync("/test/failure", HttpStatusCode.InternalServerError);

        Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Exception", problem.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Problem_IsJson_WhenTheCallerWouldRatherHaveAnother()
    {
        await using var host = await ApiHost.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Accept.ParseAdd("text/html");
        await ApiHost.ReadAsync(await host.Client.SendAsync(request), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Store_IsUnavailable_AndTheAnswerSaysWhenToComeAgain()
    {
        await using var host = await ApiHost.StartAsync();
        host.With.Windows.Faults.FailNext(nameof(IWindowStore.LatestAsync));

        using var answer = await host.Client.GetAsync("/api/v1/windows");
        await ApiHost.ReadAsync(answer, HttpStatusCode.ServiceUnavailable);

        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Silos_AreUnavailable_AndTheAnswerSaysSo()
    {
        await using var host = await ApiHost.StartAsync();
        host.With.Ledger.Failure = new Orleans.Runtime.SiloUnavailableException("S10.0.0.7:11111 is gone.");

        var problem = await host.GetAsync("/api/v1/ledger", HttpStatusCode.ServiceUnavailable);

        Assert.Equal("The silos did not answer.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Request_IsGivenUp_WhenItTakesTooLong()
    {
        await using var host = await ApiHost.StartAsync(new() { ["Api:RequestTimeout"] = "00:00:01" });

        var problem = await host.GetAsync("/test/slow", HttpStatusCode.GatewayTimeout);

        Assert.Equal("The request took too long and was given up.", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("Api:MaxEvents", "0")]
    [InlineData("Api:RequestTimeout", "00:00:00")]
    [InlineData("Events:MaxBytes", "1")]
    public async Task Start_IsRefused_WhenASettingIsOutOfBounds(string name, string value)
    {
        var refusal = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => ApiHost.StartAsync(new() { [name] = value }));

        Assert.Contains(name.Split(':')[1], refusal.Message, StringComparison.Ordinal);
    }
}
