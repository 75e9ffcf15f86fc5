using System.Text.RegularExpressions;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The permitted names of backends, pools and clients, which appear in headers, metrics, paths and the journal.</summary>
internal static partial class Names
{
    public const string Expected = "names begin with a letter or digit and hold at most 64 letters, digits, dots, dashes and underscores";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Pattern();
}
