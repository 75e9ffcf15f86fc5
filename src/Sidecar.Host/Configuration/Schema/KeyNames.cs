using System.Text;

namespace Sidecar.Host.Configuration.Schema;

/// <summary>The spellings of one key: <c>primary-wait</c> in HOCON, <c>PrimaryWait</c> in .NET and in environment variables.</summary>
internal static class KeyNames
{
    /// <summary>The common form of all spellings of a key: letters and digits, ignoring case.</summary>
    public static string Normalize(string key) =>
        string.Concat(key.Where(c => c is not ('-' or '_')).Select(char.ToLowerInvariant));

    public static string ToKebab(string property)
    {
        var kebab = new StringBuilder();
        foreach (var c in property)
        {
            if (char.IsUpper(c) && kebab.Length > 0)
                kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(c));
        }
        return kebab.ToString();
    }

    /// <summary>The names that a spelling may mean: the identical one, else all that differ only in case, else all that differ only in
    /// case and dashes.</summary>
    public static IReadOnlyList<string> Matching(IEnumerable<string> names, string spelled)
    {
        var all = names.ToList();
        if (all.Contains(spelled, StringComparer.Ordinal))
            return [spelled];
        var sameLetters = all.FindAll(name => string.Equals(name, spelled, StringComparison.OrdinalIgnoreCase));
        return sameLetters.Count > 0 ? sameLetters : all.FindAll(name => Normalize(name) == Normalize(spelled));
    }

    public static T? Pick<T>(OrderedDictionary<string, T> members, string spelled) where T : class
    {
        if (members.TryGetValue(spelled, out var exact))
            return exact;
        return Matching(members.Keys, spelled) is [var only] ? members[only] : null;
    }
}
