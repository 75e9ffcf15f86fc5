using System.Text;
using Microsoft.Playwright;

namespace Sidecar.Load.Watched;

/// <summary>A Chromium that shows the dashboard's overview and counts what it is sent.</summary>
internal sealed class Onlooker : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private IBrowserContext? _context;
    private IPage? _page;
    private long _bytes;
    private long _frames;

    private Onlooker(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>How many frames and bytes the page's socket has received so far.</summary>
    public (long Frames, long Bytes) Received => (Interlocked.Read(ref _frames), Interlocked.Read(ref _bytes));

    /// <summary>Its process gets only what others leave over, as if it were on a machine of its own.</summary>
    public static async Task<Onlooker> StartAsync(DirectoryInfo folder)
    {
        var chromium = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("no Chromium is installed");
        var nice = Path.Combine(folder.FullName, "chromium");
        await File.WriteAllTextAsync(nice, $"#!/bin/sh\nexec nice -n 19 {chromium} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(nice, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var playwright = await Playwright.CreateAsync();
        return new Onlooker(playwright, await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = nice, Args = ["--no-sandbox", "--disable-dev-shm-usage"] }));
    }

    public async Task SignInAsync(Uri sidecar, string token)
    {
        _context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = sidecar.ToString(),
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 }
        });
        _page = await _context.NewPageAsync();
        await _page.GotoAsync("/");
        await _page.FillAsync("#token", token);
        await _page.Keyboard.PressAsync("Enter");
        await WhenShownAsync(_page);
        await LookAwayAsync();
    }

    /// <summary>Completes when the backends are shown.</summary>
    public async Task LookAsync()
    {
        _page = await _context!.NewPageAsync();
        _page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            Interlocked.Increment(ref _frames);
            Interlocked.Add(ref _bytes, frame.Binary?.Length ?? Encoding.UTF8.GetByteCount(frame.Text ?? ""));
        };
        await _page.GotoAsync("/");
        await WhenShownAsync(_page);
    }

    public async Task LookAwayAsync()
    {
        if (_page is not null)
            await _page.CloseAsync();
        _page = null;
    }

    private static Task WhenShownAsync(IPage page) => page.Locator(".pool tbody tr")
        .First.WaitForAsync(new LocatorWaitForOptions { Timeout = 30_000 });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
