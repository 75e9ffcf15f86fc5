namespace Sidecar.Host.RuntimeBackends;

/// <summary>What an operator says for the journal.</summary>
internal static class OperatorWords
{
    private const int Longest = 200;

    /// <summary>Null when nothing was said; cut where it is too long for a journal.</summary>
    public static string? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= Longest ? text : text[..Longest];
}
