using System.Security.Claims;

namespace Sidecar.Host.Dashboard.Operations;

/// <summary>The name of the signed-in operator, for the journal. There is only one admin token, so the name is whatever its holder
/// claims.</summary>
internal static class SignedInName
{
    public const int Longest = 40;
    public const string Expected = "A name is at most 40 letters, digits, spaces and . _ @ -";

    private const string Door = "dashboard";

    /// <summary>Whether a name is acceptable: short, and without characters that could be misread in a journal or a log. An empty name is
    /// acceptable too.</summary>
    public static bool IsFine(string name) =>
        name.Length <= Longest && name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '_' or '@' or '-');

    /// <summary>The form in the journal: <c>dashboard:NAME</c>, or <c>dashboard</c> without a name.</summary>
    public static string By(ClaimsPrincipal? visitor) => Of(visitor) is { } name ? $"{Door}:{name}" : Door;

    public static string? Of(ClaimsPrincipal? visitor) => visitor?.Identity?.Name is { Length: > 0 } name ? name : null;
}
