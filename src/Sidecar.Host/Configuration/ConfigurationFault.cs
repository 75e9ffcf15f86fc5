namespace Sidecar.Host.Configuration;

/// <summary>One fault of the configuration: its place, its key, and what to do about it. It never contains a secret.</summary>
/// <param name="Source">A file's path as the operator gave it, or <c>environment variable NAME</c>; null if the fault is something
/// missing.</param>
/// <param name="Line">1-based; null if the source has no lines.</param>
/// <param name="Path">The HOCON path, such as <c>sidecar.backends.nim-1.rpm</c>; null if the fault is about the file itself.</param>
/// <param name="Message">One line.</param>
public sealed record ConfigurationFault(string? Source, int? Line, string? Path, string Message)
{
    public override string ToString()
    {
        var where = (Source, Line) switch
        {
            (null, _) => "",
            (_, null) => $"{Source}: ",
            _ => $"{Source}:{Line}: ",
        };
        return Path is null ? $"{where}{Message}" : $"{where}{Path}: {Message}";
    }
}
