namespace Sidecar.Host.Admin;

/// <summary>The name of the acting operator, for the journal. There is only one admin token, so the name is whatever its holder
/// claims.</summary>
internal static class Operator
{
    public const string Header = "x-sidecar-operator";

    private const int Longest = 64;

    public static string NameIn(HttpRequest request)
    {
        var given = string.Concat(request.Headers[Header].ToString().Where(c => c is >= ' ' and <= '~').Take(Longest)).Trim();
        return given.Length > 0 ? given : "admin";
    }
}
