namespace Sidecar.Host.Tests.Dashboard;

/// <summary>A fact that needs a browser. Where there is none it is skipped, unless <c>SIDECAR_TEST_BROWSER=required</c>, as in the check.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public BrowserFactAttribute()
    {
        if (Executable is null && Environment.GetEnvironmentVariable("SIDECAR_TEST_BROWSER") != "required")
            Skip = "no Chromium is installed";
    }

    public static string? Executable { get; } = Places.FirstOrDefault(File.Exists);
}
