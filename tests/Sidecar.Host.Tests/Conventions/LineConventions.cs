using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>No line is wider than 140 characters, so that two files can be read side by side. Data as it goes over the wire is not broken
/// up for this: tests and benchmarks may keep such a literal on one line.</summary>
public sealed partial class LineConventions
{
    private const int Widest = 140;

    [Theory]
    [InlineData("src", false)]
    [InlineData("tests", true)]
    [InlineData("bench", true)]
    public void no_line_is_wider_than_a_screen(string folder, bool mayHoldLiterals)
    {
        var wide = Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => WideLines(file, mayHoldLiterals)
                .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number} has {line.Length} characters"));

        Assert.Empty(wide);
    }

    private static IEnumerable<(int Number, int Length)> WideLines(string file, bool mayHoldLiterals)
    {
        var isInside = false;
        foreach (var (index, line) in File.ReadLines(file).Index())
        {
            var isLiteral = isInside || line.Contains("\"\"\"", StringComparison.Ordinal) || LongLiteral().IsMatch(line);
            isInside ^= RawQuotes().Count(line) % 2 == 1;
            if (line.Length > Widest && !(mayHoldLiterals && isLiteral))
                yield return (index + 1, line.Length);
        }
    }

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawQuotes();

    // A literal that is by itself longer than half a line.
    [GeneratedRegex(@"""(?:\\.|[^""\\]){70,}""")]
    private static partial Regex LongLiteral();
}
