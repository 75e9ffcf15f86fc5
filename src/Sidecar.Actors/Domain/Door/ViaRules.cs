namespace Sidecar.Domain.Door;

/// <summary>The <c>Via</c> header (RFC 9110 section 7.6.3), by which a request that comes back is known.</summary>
public static class ViaRules
{
    /// <summary>Whether the proxy of this name stands among those that the request has passed.</summary>
    /// <param name="value">The header's values, joined by commas.</param>
    public static bool Names(ReadOnlySpan<char> value, string name)
    {
        foreach (var range in value.Split(','))
        {
            var entry = value[range].Trim();
            var blank = entry.IndexOf(' ');
            if (blank > 0 && entry[(blank + 1)..].TrimStart().StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>What is sent on: what came, and this proxy.</summary>
    public static string Append(string value, string own) => value.Length == 0 ? own : $"{value}, {own}";
}
