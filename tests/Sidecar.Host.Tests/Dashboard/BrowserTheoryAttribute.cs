namespace Sidecar.Host.Tests.Dashboard;

/// <summary>A theory that needs a browser, like <see cref="BrowserFactAttribute"/>.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (BrowserFactAttribute.Executable is null)
            Skip = "no Chromium is installed";
    }
}
