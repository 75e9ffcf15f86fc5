using Sidecar.Host.Commands.Setup.Agents;

namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>Restores an agent's file to its state before <c>setup</c>.</summary>
internal static class FileUndoing
{
    /// <summary>The restored content, and whether it equals the original byte for byte; null content means that the file is
    /// deleted.</summary>
    public static (byte[]? After, bool IsExact) Plan(PointedFile pointed, AgentFile file)
    {
        var now = OwnedFile.Read(pointed.File);
        var backup = pointed.Backup is null ? null : OwnedFile.Read(pointed.Backup);
        if (now is null || (OwnedFile.HashOf(now) == pointed.Sha256 && pointed.Backup is null == backup is null))
            return (backup, IsExact: true);

        // Others, perhaps the agent itself, changed the file since: only the values are restored, and only those that are still Sidecar's.
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

    // Sidecar's own section is removed, whatever the agent has added to it.
    private static bool IsSidecars(IReadOnlyList<string> path) =>
        path.Any(segment => segment is "sidecar" || segment.Contains("=SIDECAR_API_KEY", StringComparison.Ordinal));
}
