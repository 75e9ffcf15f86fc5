using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sidecar.Host.Tests.Dashboard;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Demo;

/// <summary>The README's picture of the dashboard, 45 s into the demonstration. Drawn by <c>./draw-demo</c> and not otherwise: it takes as
/// long as it shows.</summary>
public sealed partial class DemoPicture(Browser browser) : IClassFixture<Browser>
{
    private const int LargestPicture = 300_000;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(45);

    [DrawingFact]
    public async Task is_drawn_45_seconds_in()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "sidecar.conf");
        await File.WriteAllTextAsync(file, "sidecar.http.urls = \"http://127.0.0.1:0\"");
        using var demo = SidecarProcess.Run("demo", "--for", "70s", "--config", file);
        await demo.Says("Dashboard: ");
        using var moment = new PeriodicTimer(Moment);
        var address = Address().Match(demo.Output);

        var (page, _) = await browser.SignIn(new Uri(address.Groups[1].Value), RunningSidecar.AdminToken);
        await moment.WaitForNextTickAsync();
        var picture = await page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled });

        Assert.InRange(picture.Length, 10_000, LargestPicture);
        await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "images", "dashboard.png"), picture);
    }

    [GeneratedRegex("Dashboard: (http://[^ ]+)")]
    private static partial Regex Address();

    private sealed class DrawingFactAttribute : FactAttribute
    {
        public DrawingFactAttribute() => Skip = Environment.GetEnvironmentVariable("SIDECAR_DRAW_DEMO") is null
            ? "a picture, not a test: ./draw-demo draws it" : BrowserFactAttribute.Executable is null ? "no Chromium is installed" : null;
    }
}
