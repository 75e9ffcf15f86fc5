using System.Globalization;
using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Policies;

/// <summary>For which answers about the request alone the next backend is tried before one is relayed.</summary>
/// <param name="Statuses">Further statuses, 400 to 499, that would otherwise be relayed at once.</param>
public sealed record AlsoTryNext(bool ModelAbsent, bool TooLarge, bool Unsupported, IReadOnlyList<int> Statuses)
{
    public const string Expected = "must be model-absent, too-large, unsupported, or a status from 400 to 499";

    public static readonly AlsoTryNext Default = new(true, true, true, []);

    /// <summary>Parses the words of the configuration; unknown ones are ignored.</summary>
    public static AlsoTryNext Of(IEnumerable<string> words)
    {
        var known = words.Select(word => word.Trim().ToLowerInvariant()).ToList();
        return new(
            known.Contains("model-absent"), known.Contains("too-large"), known.Contains("unsupported"),
            [.. known.Select(StatusOf).OfType<int>().Distinct().Order()]);
    }

    public static bool IsKnown(string word) =>
        word.Trim().ToLowerInvariant() is "model-absent" or "too-large" or "unsupported" || StatusOf(word.Trim()) is not null;

    /// <summary>The verdict for the walk: what is not to be tried elsewhere becomes a verdict that is relayed.</summary>
    public AttemptVerdict Apply(AttemptVerdict verdict, int status) => verdict switch
    {
        AttemptVerdict.ModelAbsent when !ModelAbsent => AttemptVerdict.RequestRefused,
        AttemptVerdict.TooLarge when !TooLarge => AttemptVerdict.RequestRefused,
        AttemptVerdict.Unsupported when !Unsupported => AttemptVerdict.RequestRefused,
        AttemptVerdict.Success when status >= 400 && Statuses.Contains(status) => AttemptVerdict.Declined,
        _ => verdict,
    };

    private static int? StatusOf(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 499 ? status : null;

    public bool Equals(AlsoTryNext? other) =>
        other is not null && (ModelAbsent, TooLarge, Unsupported) == (other.ModelAbsent, other.TooLarge, other.Unsupported)
        && Statuses.SequenceEqual(other.Statuses);

    public override int GetHashCode() => HashCode.Combine(ModelAbsent, TooLarge, Unsupported, Statuses.Count);
}
