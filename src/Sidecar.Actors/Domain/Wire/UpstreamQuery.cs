namespace Sidecar.Domain.Wire;

/// <summary>The query of an upstream address: the backend's own parameters, then the client's, unchanged.</summary>
public static class UpstreamQuery
{
    /// <summary>Parameters in the form that a backend keeps: encoded, without a question mark.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    /// <summary>The names in an encoded query, for display: a value may be a credential.</summary>
    public static IEnumerable<string> NamesOf(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(NameOf);

    /// <param name="own">Encoded, without a question mark, or empty.</param>
    /// <param name="clients">With its question mark, or empty; parameters that the backend sets itself are dropped from it.</param>
    public static string Join(string own, string clients)
    {
        if (own.Length == 0)
            return clients;
        var names = NamesOf(own).ToList();
        var kept = clients.TrimStart('?').Split('&')
            .Where(p => p.Length > 0 && !names.Contains(NameOf(p), StringComparer.OrdinalIgnoreCase)).ToList();
        return kept.Count == 0 ? $"?{own}" : $"?{own}&{string.Join('&', kept)}";
    }

    private static string NameOf(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return Uri.UnescapeDataString((equals < 0 ? parameter : parameter[..equals]).Replace('+', ' '));
    }
}
