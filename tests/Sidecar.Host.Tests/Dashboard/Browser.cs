using Microsoft.Playwright;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>One Chromium for all tests of the pages; each test has a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Executable is not { } executable)
            return;
        _playwright = await Playwright.CreateAsync();
        // The sandbox needs rights, and shared memory a size, that containers do not give; only pages of the test itself are opened.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-dev-shm-usage"]
        });
    }

    /// <summary>A page that has signed in, and everything that its console complained of.</summary>
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
        // As somebody without a mouse does it: the field has the focus already.
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
