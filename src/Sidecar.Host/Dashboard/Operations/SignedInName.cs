using System.Security.Claims;

namespace Sidecar.Host.Dashboard.Operations;

/// <summary>Who is signed in, for the journal. There is one admin token: the name is what its holder says it is.</summary>
internal static class SignedInName
{
    public const int Longest = 40;
    public const string Expected = "A name is at most 40 letters, digits, spaces and . _ @ -";

    private const string Door = "dashboard";

    /// <summary>Whether a name may be used: short, and nothing in it that could pass for something else in a journal or a log. None at all
    /// is one too.</summary>
    public static bool IsFine(string name) =>
        name.Length <= Longest && name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '_' or '@' or '-');

    /// <summary>As the journal has it: <c>dashboard:NAME</c>, or <c>dashboard</c> of somebody who gave none.</summary>
    public static string By(ClaimsPrincipal? visitor) => Of(visitor) is { } name ? $"{Door}:{name}" : Door;

    public static string? Of(ClaimsPrincipal? visitor) => visitor?.Identity?.Name is { Length: > 0 } name ? name : null;
}
