using Microsoft.Playwright;

namespace OrleansLambda.EndToEnd.Support;

/// <summary>The machine's own Chromium, from CHROMIUM_PATH or where Debian puts it.</summary>
public static class Browser
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Starts it without a window; skips the test where there is none.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";
        Assert.SkipUnless(File.Exists(path), $"There is no Chromium at {path}; CHROMIUM_PATH names another place.");
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments, Timeout = 180_000 });
    }
}
