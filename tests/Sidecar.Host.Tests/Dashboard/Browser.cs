using Microsoft.Playwright;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>One Chromium for all tests of the pages; each test gets a browser context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Executable is not { } executable)
            return;
        _playwright = await Playwright.CreateAsync();
        // The sandbox needs privileges, and shared memory a size, that containers do not give; only the test's own pages are opened.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-dev-shm-usage"]
        });
    }

    /// <summary>A signed-in page, and everything its console complained about.</summary>
    public async Task<(IPage Page, List<string> Complaints)> SignIn(
        Uri address, string token, int width = 1440, ColorScheme scheme = ColorScheme.Light, string? name = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
        });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, fault) => complaints.Add(fault);
        await page.GotoAsync("/");
        // Works as it does for somebody without a mouse: the field already has the focus.
        await page.Keyboard.TypeAsync(token);
        if (name is not null)
        {
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync(name);
        }
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Overview" }).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return (page, complaints);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
