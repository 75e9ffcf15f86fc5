namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Reports syntax faults.</summary>
internal static class HoconSyntax
{
    /// <summary>Always returns false, so that a reader can return it.</summary>
    public static bool Fail(FaultList faults, SourcePosition at, string? path, string message)
    {
        faults.Add(at, string.IsNullOrEmpty(path) ? null : path, $"column {at.Column}: {message}");
        return false;
    }
}
