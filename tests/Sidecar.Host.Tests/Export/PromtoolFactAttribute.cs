using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Export;

/// <summary>A test that needs <c>promtool</c>. <c>./check</c> fetches it from Debian's package; where it is not to be had the test is shown as skipped.</summary>
internal sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute() => Skip = Tool is null ? "promtool is neither in PATH nor in .tools; ./check fetches it on Debian" : null;

    public static string? Tool { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append(Path.Combine(Repository.Root, ".tools"))
        .Select(directory => Path.Combine(directory, "promtool"))
        .FirstOrDefault(File.Exists);
}
