namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>What is remembered of one file of an agent, so that it can be undone.</summary>
/// <param name="Backup">The file as it was; null: there was none.</param>
/// <param name="Sha256">Of the file as <c>setup</c> left it: while it is unchanged, undo restores the backup byte for byte. Empty: others
/// wrote to the file in between, so undo restores only the values.</param>
internal sealed record PointedFile(
    string Agent, string File, string? Backup, string Sha256, IReadOnlyList<PointedValue> Values);
