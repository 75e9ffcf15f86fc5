namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>What is recorded about one of an agent's files, so that the change can be undone.</summary>
/// <param name="Backup">The original file; null if there was none.</param>
/// <param name="Sha256">The hash of the file as <c>setup</c> left it: if it is unchanged, undo restores the backup byte for byte. Empty if
/// others wrote to the file in between; then undo restores only the values.</param>
internal sealed record PointedFile(
    string Agent, string File, string? Backup, string Sha256, IReadOnlyList<PointedValue> Values);
