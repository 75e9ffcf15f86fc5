using System.Collections.Immutable;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Everything that is remembered about a backend across restarts: the fold of its events. Immutable.</summary>
public sealed record BackendState
{
    public static readonly BackendState Fresh = new();

    // A success matters for a learnt limit; a limit named in headers itself says what is left.
    private readonly bool _hasLearnt;

    /// <summary>The rest of the backend as a whole.</summary>
    public RestState Whole { get; init; } = RestState.Fresh;

    /// <summary>The rests of single models, with <c>cooldown-scope = model</c>; models without a state of their own are absent.</summary>
    public ImmutableSortedDictionary<string, RestState> Models { get; init; } =
        ImmutableSortedDictionary.Create<string, RestState>(StringComparer.Ordinal);

    /// <summary>Models that the upstream said it lacks.</summary>
    public AbsentModels Absent { get; init; } = AbsentModels.None;

    /// <summary>Learnt limits by model; the empty name stands for the whole backend.</summary>
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

    /// <summary>Consecutive failures.</summary>
    public int Failures { get; init; }

    /// <summary>Cooldowns begun so far.</summary>
    public long Epoch { get; init; }

    /// <summary>Whether a success would change nothing.</summary>
    public bool IsClean => Failures == 0 && Models.IsEmpty && !_hasLearnt && Whole.IsForgettable;

    /// <summary>The learnt limit of a model, or of the whole backend for null. Null: none is known.</summary>
    public LearnedLimit? LimitOf(string? model) => Limits.IsEmpty ? null : Limits.GetValueOrDefault(model ?? "");

    /// <summary>The rest of a model, or of the whole backend for null.</summary>
    public RestState Rest(string? model) =>
        model is null ? Whole : Models.TryGetValue(model, out var rest) ? rest : RestState.Fresh;

    /// <summary>Whether an ordinary request, or a probe, may be sent now.</summary>
    public bool IsOpenFor(string model, DateTimeOffset now) => NextAt(model, now) <= now;

    /// <summary>The earliest instant at which an ordinary request may be sent: <paramref name="now"/> or later.</summary>
    public DateTimeOffset NextAt(string model, DateTimeOffset now)
    {
        var next = Whole.NextAt(now);
        if (!Models.IsEmpty && Rest(model).NextAt(now) is var own && own > next)
            next = own;
        return Absent.UntilOf(model, now) is { } absent && absent > next ? absent : next;
    }

    /// <summary>The upstream has just said that it lacks this model: it gets no requests for it, not even in an emergency.</summary>
    public bool LacksModel(string model, DateTimeOffset now) => Absent.UntilOf(model, now) is not null;

    /// <summary>It rests because its key was refused: it gets no requests, not even in an emergency.</summary>
    public bool LacksCredentials(DateTimeOffset now) => Whole.Reason == CooldownReason.Credentials && Whole.IsCoolingAt(now);

    internal BackendState WithRest(string? model, RestState rest) =>
        model is null ? this with { Whole = rest }
        : this with { Models = rest.IsForgettable ? Models.Remove(model) : Models.SetItem(model, rest) };
}
