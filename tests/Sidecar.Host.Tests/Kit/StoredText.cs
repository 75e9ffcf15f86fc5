using System.Text;
using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Tests.Kit;

/// <summary>Everything that a stopped server leaves behind: its log and its files.</summary>
internal static class StoredText
{
    /// <summary>Where the text is found: names of files, and <c>log</c>. The configuration belongs to the operator and is not
    /// searched.</summary>
    public static IReadOnlyList<string> Holding(RunningSidecar stopped, string text)
    {
        // Otherwise pooled connections would close some time later and delete the write-ahead files while they are being read here.
        SqliteConnection.ClearAllPools();
        var found = stopped.Log.Text.Contains(text, StringComparison.Ordinal) ? new List<string> { "log" } : [];
        foreach (var file in Directory.EnumerateFiles(stopped.DataDirectory)
            .Where(f => !f.EndsWith("sidecar.conf", StringComparison.Ordinal)))
            if (File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
                found.Add(Path.GetFileName(file));
        return found;
    }
}
