using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>No line of src is wider than 140 characters: it must be read beside another file.</summary>
public sealed class LineConventions
{
    private const int Widest = 140;

    [Fact]
    public void no_line_of_src_is_wider_than_a_screen()
    {
        var source = Path.Combine(Repository.Root, "src");
        var wide = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Path: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), Number: i + 1, line.Length)))
            .Where(line => line.Length > Widest)
            .Select(line => $"{line.Path}:{line.Number} has {line.Length} characters");

        Assert.Empty(wide);
    }
}
