using Sidecar.Host.Commands.Setup.Agents;

namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>Puts a file of an agent back as it was before <c>setup</c>.</summary>
internal static class FileUndoing
{
    /// <summary>What the file would be, and whether that is what it was byte for byte; null: it would not exist.</summary>
    public static (byte[]? After, bool IsExact) Plan(PointedFile pointed, AgentFile file)
    {
        var now = OwnedFile.Read(pointed.File);
        var backup = pointed.Backup is null ? null : OwnedFile.Read(pointed.Backup);
        if (now is null || (OwnedFile.HashOf(now) == pointed.Sha256 && pointed.Backup is null == backup is null))
            return (backup, IsExact: true);

        // Others wrote to it since, the agent itself perhaps: only the values go back, and only where they are still Sidecar's.
        var text = OwnedFile.TextOf(now);
        foreach (var value in pointed.Values.Reverse())
            if (file.Format.Get(text, value.Path) is { } written && (IsSidecars(value.Path) || file.Format.Same(written, value.After)))
                text = value.Before is { } before ? file.Format.Set(text, value.Path, before)
                    : file.Format.Remove(text, value.Path, value.Kept);
        return (OwnedFile.BytesOf(text), IsExact: false);
    }

    public static void Carry(PointedFile pointed, byte[]? after)
    {
        if (after is not null)
            OwnedFile.Write(pointed.File, after);
        else if (File.Exists(pointed.File))
            File.Delete(pointed.File);
        if (pointed.Backup is not null)
            File.Delete(pointed.Backup);
    }

    // A section of Sidecar's own goes whatever the agent has added to it.
    private static bool IsSidecars(IReadOnlyList<string> path) =>
        path.Any(segment => segment is "sidecar" || segment.Contains("=SIDECAR_API_KEY", StringComparison.Ordinal));
}
