using System.Security.Cryptography;
using System.Text;
using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Compares key files with the keys in force.</summary>
internal static class KeyFiles
{
    /// <summary>A fingerprint of what has changed; empty: nothing. A file that has no key at the moment is being replaced.</summary>
    public static string DifferentFrom(BackendCatalog catalog)
    {
        var changed = new StringBuilder();
        var read = catalog.Defined.Where(backend => backend.KeyFile.Length > 0);
        foreach (var file in read.GroupBy(backend => backend.KeyFile, StringComparer.Ordinal))
        {
            var found = SecretReader.Lines(file.Key, out _);
            var keys = found.Select(line => line.Key?.Reveal() ?? "").ToHashSet(StringComparer.Ordinal);
            if (found.Count > 0 && !keys.SetEquals(file.Select(backend => backend.ApiKey?.Reveal() ?? "")))
                changed.Append(file.Key).Append('\n').AppendJoin('\n', keys).Append('\n');
        }
        return changed.Length == 0 ? "" : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(changed.ToString())));
    }
}
