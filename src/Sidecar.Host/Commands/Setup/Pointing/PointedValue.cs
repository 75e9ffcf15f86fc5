namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>One value that <c>setup</c> wrote into an agent's file.</summary>
/// <param name="Before">What stood there, as it was written; null: nothing.</param>
/// <param name="After">What was written.</param>
/// <param name="Kept">How many of the path's leading segments were there before.</param>
internal sealed record PointedValue(IReadOnlyList<string> Path, string? Before, string After, int Kept);
