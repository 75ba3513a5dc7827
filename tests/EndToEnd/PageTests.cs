using Microsoft.Playwright;

namespace OrleansLambda.EndToEnd;

/// <summary>The live page, in a real browser.</summary>
public sealed class PageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Page_ShowsWindowsAndDays_AndAsksNobodyElse()
    {
        using var data = new ScratchFolder();
        using var api = new LambdaApi();
        await using var lambda = LambdaProcess.Start(data.Path, "run", "--urls", api.Url);
        await api.WaitAsync("/api/v1/days", "the sample's days were not served", answer =>
            DayTotals.Of(answer, "batch").Sum(d => d.Value.Rides) == 100_000, Patience, () => lambda.Output);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.LaunchAsync(playwright);
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
                DeviceScaleFactor = 1,
            });
            var page = await context.NewPageAsync();
            page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
            page.SetDefaultNavigationTimeout((float)Patience.TotalMilliseconds);
            var errors = new List<string>();
            var strangers = new List<string>();
            page.Console += (_, message) =>
            {
                // The page asks every few seconds whether the program is ready; that it is not is an error to the browser.
                if (message.Type == "error" && !message.Location.Contains("/health/ready", StringComparison.Ordinal))
                    errors.Add(message.Text);
            };
            page.PageError += (_, error) => errors.Add(error);
            page.Request += (_, request) =>
            {
                if (!request.Url.StartsWith(api.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                    strangers.Add(request.Url);
            };
            await page.GotoAsync(api.Url);
            await WaitForRidesAsync(page);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = ImagePath($"live-page-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
            Assert.Empty(errors);
            Assert.Empty(strangers);
        }
    }

    private static async Task WaitForRidesAsync(IPage page)
    {
        // Three windows of ten seconds: a chart that moves has drawn more than its first. And the sample's days.
        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('#windows-chart rect.bar').length >= 3 && document.querySelectorAll('#days-rows tr').length >= 20",
            null,
            new PageWaitForFunctionOptions { Timeout = (float)Patience.TotalMilliseconds });
    }

    // The README shows what this test saw: with UPDATE_IMAGES set it puts its pictures there.
    private static string ImagePath(string name) => Environment.GetEnvironmentVariable("UPDATE_IMAGES") is null
        ? Path.Combine(AppContext.BaseDirectory, "images", name)
        : Path.Combine(Repository.Root, "docs", "images", name);
}
