namespace Sidecar.Host.Admin;

/// <summary>Who acts, for the journal. There is one admin token: the name is what its holder says it is.</summary>
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
