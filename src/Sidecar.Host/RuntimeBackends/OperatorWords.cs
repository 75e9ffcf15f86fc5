namespace Sidecar.Host.RuntimeBackends;

/// <summary>An operator's reason, for the journal.</summary>
internal static class OperatorWords
{
    private const int Longest = 200;

    /// <summary>Null if none was given; shortened if it is too long for the journal.</summary>
    public static string? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= Longest ? text : text[..Longest];
}
