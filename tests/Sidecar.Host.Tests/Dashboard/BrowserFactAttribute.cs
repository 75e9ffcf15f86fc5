namespace Sidecar.Host.Tests.Dashboard;

/// <summary>A fact that needs a browser; where there is none it is shown as skipped. <c>./check</c> installs one if it can.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public BrowserFactAttribute()
    {
        if (Executable is null)
            Skip = "no Chromium is installed";
    }

    public static string? Executable { get; } = Places.FirstOrDefault(File.Exists);
}
