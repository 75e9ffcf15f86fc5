using System.Collections.Immutable;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Models that an upstream said it lacks, and until when each is left out. Immutable.</summary>
/// <remarks>
/// Clients choose the models in requests: at most <see cref="Most"/> are remembered at a time, so that made-up names fill neither memory
/// nor journal. A request for a further one is simply sent in vain.
/// </remarks>
public sealed class AbsentModels
{
    public const int Most = 256;

    /// <summary>How long a model is left out: long enough to save requests the detour, short enough for a model that was just
    /// deployed.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    public static readonly AbsentModels None = new(ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal));

    private AbsentModels(ImmutableSortedDictionary<string, DateTimeOffset> until) => Until = until;

    /// <summary>By model; some of the times may be over.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Until { get; }

    public bool IsEmpty => Until.IsEmpty;

    public static AbsentModels Of(IEnumerable<KeyValuePair<string, DateTimeOffset>> until) =>
        new(until.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>Until when the model is left out; null if it is not.</summary>
    public DateTimeOffset? UntilOf(string model, DateTimeOffset now) =>
        !Until.IsEmpty && Until.TryGetValue(model, out var until) && now < until ? until : null;

    /// <summary>Whether another one can be remembered.</summary>
    public bool HasRoom(DateTimeOffset now) => Until.Count < Most || Until.Values.Any(until => until <= now);

    public AbsentModels With(string model, DateTimeOffset until, DateTimeOffset now) =>
        new(Until.RemoveRange(Until.Where(m => m.Value <= now).Select(m => m.Key)).SetItem(model, until));
}
