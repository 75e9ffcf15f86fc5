using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Field;

/// <summary>The page of what is really sent names tests that there are.</summary>
public sealed partial class RealInputsPageTests
{
    [Fact]
    public void each_input_is_held_by_a_test_that_exists()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).ToLookup(file => Path.GetFileNameWithoutExtension(file));
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "real-inputs.md"))
            .Where(line => line.StartsWith("| S", StringComparison.Ordinal)).ToList();

        Assert.Equal(Enumerable.Range(1, 30).Select(i => $"| S{i} "), rows.Select(row => row[..(row.IndexOf('|', 2))]));
        Assert.All(rows, row =>
        {
            var tests = Test().Matches(row);
            Assert.NotEmpty(tests);
            Assert.All(tests, test => Assert.Contains(files[test.Groups[1].Value],
                file => File.ReadAllText(file).Contains($" {test.Groups[2].Value}(", StringComparison.Ordinal)));
        });
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+(?:Tests|Scenarios))\\.([a-z0-9_]+)`")]
    private static partial Regex Test();
}
