namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>One value that <c>setup</c> wrote into an agent's file.</summary>
/// <param name="Before">The former value, as it was written; null if there was none.</param>
/// <param name="After">The value that was written.</param>
/// <param name="Kept">How many of the path's leading segments existed before.</param>
internal sealed record PointedValue(IReadOnlyList<string> Path, string? Before, string After, int Kept);
