namespace Sidecar.Host.Tests.Kit;

/// <summary>A test that runs a program by others. <c>./check</c> installs it from a Debian package; where it is missing the test is shown
/// as skipped.</summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tool">The program.</param>
    /// <param name="package">The Debian package that contains it.</param>
    public ToolFactAttribute(string tool, string package) =>
        Skip = Tool.Find(tool) is null
            ? $"{tool} is neither in PATH nor in .tools: install Debian's package {package}, or run ./check as root" : null;
}
