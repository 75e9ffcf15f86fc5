using System.Collections.Immutable;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Everything that is remembered of a backend over restarts: the fold of its events. Immutable.</summary>
public sealed record BackendState
{
    public static readonly BackendState Fresh = new();

    // Successes are news to what is learnt from them; a limit that headers name says itself what is left.
    private readonly bool _hasLearnt;

    /// <summary>The rest of the backend as a whole.</summary>
    public RestState Whole { get; init; } = RestState.Fresh;

    /// <summary>The rests of single models, where <c>cooldown-scope = model</c>; models that are well are absent.</summary>
    public ImmutableSortedDictionary<string, RestState> Models { get; init; } =
        ImmutableSortedDictionary.Create<string, RestState>(StringComparer.Ordinal);

    /// <summary>Models that the upstream said it does not have.</summary>
    public AbsentModels Absent { get; init; } = AbsentModels.None;

    /// <summary>Limits that were learnt, by model; by the empty name that of the whole backend.</summary>
    public ImmutableSortedDictionary<string, LearnedLimit> Limits
    {
        get;
        init
        {
            field = value;
            _hasLearnt = value.Values.Any(static limit => !limit.IsNamed);
        }
    }
    = ImmutableSortedDictionary.Create<string, LearnedLimit>(StringComparer.Ordinal);

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Cooldowns begun so far.</summary>
    public long Epoch { get; init; }

    /// <summary>A success would change nothing.</summary>
    public bool IsClean => Failures == 0 && Models.IsEmpty && !_hasLearnt && Whole.IsForgettable;

    /// <summary>The limit that was learnt of a model; of the whole backend for null. Null: none is known.</summary>
    public LearnedLimit? LimitOf(string? model) => Limits.IsEmpty ? null : Limits.GetValueOrDefault(model ?? "");

    /// <summary>The rest of a model; of the whole backend for null.</summary>
    public RestState Rest(string? model) =>
        model is null ? Whole : Models.TryGetValue(model, out var rest) ? rest : RestState.Fresh;

    /// <summary>An ordinary request may be sent now, a probe included.</summary>
    public bool IsOpenFor(string model, DateTimeOffset now) => NextAt(model, now) <= now;

    /// <summary>The earliest instant at which an ordinary request may be sent: <paramref name="now"/> or later.</summary>
    public DateTimeOffset NextAt(string model, DateTimeOffset now)
    {
        var next = Whole.NextAt(now);
        if (!Models.IsEmpty && Rest(model).NextAt(now) is var own && own > next)
            next = own;
        return Absent.UntilOf(model, now) is { } absent && absent > next ? absent : next;
    }

    /// <summary>The upstream said a moment ago that it does not have this model: nothing, not even an emergency, asks it for
    /// that.</summary>
    public bool LacksModel(string model, DateTimeOffset now) => Absent.UntilOf(model, now) is not null;

    /// <summary>It rests because its key was refused: nothing, not even an emergency, is sent.</summary>
    public bool LacksCredentials(DateTimeOffset now) => Whole.Reason == CooldownReason.Credentials && Whole.IsCoolingAt(now);

    internal BackendState WithRest(string? model, RestState rest) =>
        model is null ? this with { Whole = rest }
        : this with { Models = rest.IsForgettable ? Models.Remove(model) : Models.SetItem(model, rest) };
}
