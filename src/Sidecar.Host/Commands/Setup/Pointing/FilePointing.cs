namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>Prepares the writing of a file: makes a backup, and records what undo has to restore.</summary>
internal static class FilePointing
{
    /// <summary>The end of a backup's name; it is kept beside the file.</summary>
    public const string BackupSuffix = ".before-sidecar";

    /// <summary>Writes the backup and returns the new record; the file itself is not changed yet.</summary>
    public static IReadOnlyList<PointedFile> Prepare(Change change, IReadOnlyList<PointedFile> remembered)
    {
        var path = change.File.Path;
        var known = remembered.FirstOrDefault(file => file.File == path);
        // Somebody may have removed the value by hand since; then the present content is what undo restores.
        if (known is not null && !known.Values.Any(value => IsIn(change, value)))
            known = null;

        var backup = known is null ? change.Before is null ? null : path + BackupSuffix : known.Backup;
        if (known is null && backup is not null)
            WriteBackup(backup, path, change.Before!);
        var isExact = known is null || (change.Before is not null && known.Sha256 == OwnedFile.HashOf(change.Before));
        var values = change.Values.Select(value => known?.Values.FirstOrDefault(old => old.Path.SequenceEqual(value.Path)) is { } old
            && IsIn(change, old) ? old with { After = value.After } : value).ToList();
        var kept = known?.Values.Where(old => !values.Exists(value => value.Path.SequenceEqual(old.Path))) ?? [];

        return
        [
            .. remembered.Where(file => file.File != path),
            new PointedFile(
                change.Agent.Name, path, backup, isExact ? OwnedFile.HashOf(change.After) : "", [.. kept, .. values]),
        ];
    }

    private static bool IsIn(Change change, PointedValue value) =>
        change.File.Format.Get(OwnedFile.TextOf(change.Before), value.Path) is { } now && change.File.Format.Same(now, value.After);

    private static void WriteBackup(string backup, string path, byte[] bytes)
    {
        OwnedFile.Write(backup, bytes);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(backup, File.GetUnixFileMode(path));
    }
}
