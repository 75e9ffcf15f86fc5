namespace Sidecar.Domain.Door;

/// <summary>The <c>Via</c> header (RFC 9110 section 7.6.3), which reveals a request that loops back.</summary>
public static class ViaRules
{
    /// <summary>Whether a proxy with this name is among those that the request has passed.</summary>
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

    /// <summary>The value to send on: the received one plus this proxy.</summary>
    public static string Append(string value, string own) => value.Length == 0 ? own : $"{value}, {own}";
}
