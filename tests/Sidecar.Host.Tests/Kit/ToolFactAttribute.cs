namespace Sidecar.Host.Tests.Kit;

/// <summary>A test that asks a program of others. <c>./check</c> gets it from Debian's package; where it is not to be had the test is shown
/// as skipped.</summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tool">The program.</param>
    /// <param name="package">Debian's package that has it.</param>
    public ToolFactAttribute(string tool, string package) =>
        Skip = Tool.Find(tool) is null
            ? $"{tool} is neither in PATH nor in .tools: install Debian's package {package}, or run ./check as root" : null;
}
