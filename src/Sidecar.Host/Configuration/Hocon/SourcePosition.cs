namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Where a value was written. Line and column are 1-based; line 0: the source has no lines, such as an environment
/// variable.</summary>
internal readonly record struct SourcePosition(string Source, int Line = 0, int Column = 0)
{
    public static SourcePosition OfVariable(string name) => new($"environment variable {name}");
}
