using System.Collections.Immutable;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Models that an upstream said it does not have, and until when each is left out. Immutable.</summary>
/// <remarks>
/// What a request names is its client's choice: of more than <see cref="Most"/> at a time nothing more is remembered, so that made-up names
/// fill neither memory nor journal. Such a request merely asks in vain.
/// </remarks>
public sealed class AbsentModels
{
    public const int Most = 256;

    /// <summary>How long a model is left out: long enough to spare requests the detour, short enough for one that was just
    /// deployed.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    public static readonly AbsentModels None = new(ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal));

    private AbsentModels(ImmutableSortedDictionary<string, DateTimeOffset> until) => Until = until;

    /// <summary>By model; some of them may be over.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Until { get; }

    public bool IsEmpty => Until.IsEmpty;

    public static AbsentModels Of(IEnumerable<KeyValuePair<string, DateTimeOffset>> until) =>
        new(until.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>Until when the model is left out; null: it is not.</summary>
    public DateTimeOffset? UntilOf(string model, DateTimeOffset now) =>
        !Until.IsEmpty && Until.TryGetValue(model, out var until) && now < until ? until : null;

    /// <summary>Another one can be remembered.</summary>
    public bool HasRoom(DateTimeOffset now) => Until.Count < Most || Until.Values.Any(until => until <= now);

    public AbsentModels With(string model, DateTimeOffset until, DateTimeOffset now) =>
        new(Until.RemoveRange(Until.Where(m => m.Value <= now).Select(m => m.Key)).SetItem(model, until));
}
