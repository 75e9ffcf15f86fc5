namespace Sidecar.Host.Configuration.Hocon;

/// <summary>How a syntax fault is worded.</summary>
internal static class HoconSyntax
{
    /// <summary>Always false, so that a reader can return it.</summary>
    public static bool Fail(FaultList faults, SourcePosition at, string? path, string message)
    {
        faults.Add(at, string.IsNullOrEmpty(path) ? null : path, $"column {at.Column}: {message}");
        return false;
    }
}
