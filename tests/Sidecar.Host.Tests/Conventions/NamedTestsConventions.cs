using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>The tests that <c>docs/trouble.md</c> names exist.</summary>
public sealed partial class NamedTestsConventions
{
    [Fact]
    public void each_test_that_the_documentation_names_is_there()
    {
        var named = Test().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "trouble.md")));
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension);

        Assert.True(named.Count >= 26);
        Assert.All(named, test => Assert.Contains(files[test.Groups[1].Value], file =>
            File.ReadAllText(file).Contains($" {test.Groups[2].Value}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"`(\w+(?:Tests|Scenarios))\.(\w+)`")]
    private static partial Regex Test();
}
