namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>What there is to do before a file is written: a backup, and a record of what will be undone.</summary>
internal static class FilePointing
{
    /// <summary>What a backup's name ends in; it lies beside the file.</summary>
    public const string BackupSuffix = ".before-sidecar";

    /// <summary>Writes the backup; what is remembered from now on. The file itself is still as it was.</summary>
    public static IReadOnlyList<PointedFile> Prepare(Change change, IReadOnlyList<PointedFile> remembered)
    {
        var path = change.File.Path;
        var known = remembered.FirstOrDefault(file => file.File == path);
        // Somebody may have taken it out by hand since: then what is there now is what was before.
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
