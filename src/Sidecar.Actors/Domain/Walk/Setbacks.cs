using Sidecar.Domain.Attempts;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>What went wrong during a walk. Most walks have none of it: they share <see cref="None"/>, and their own state stays
/// small, because it is copied with every step.</summary>
internal sealed record Setbacks
{
    /// <summary>Nothing went wrong.</summary>
    public static readonly Setbacks None = new();

    /// <summary>Backends that failed this request in Routing.</summary>
    public BackendSet Failed { get; init; }

    /// <summary>Backends whose answer about this request would be the same again: no phase asks them once more.</summary>
    public BackendSet Spent { get; init; }

    /// <summary>Backends that refused a lease during the current pick.</summary>
    public BackendSet Refused { get; init; }

    /// <summary>Backends that refused this request: with a 429, or because they are overloaded.</summary>
    public BackendSet Refusers { get; init; }

    /// <summary>Backends that did so at least twice: no emergency asks them a third time.</summary>
    public BackendSet RefusedTwice { get; init; }

    /// <summary>An attempt in Routing failed in a way that leaves no answer for the client.</summary>
    public bool HasOtherFailures { get; init; }

    /// <summary>An attempt failed because Sidecar or its machine ran short of something: the backends that might have served it were not
    /// really asked.</summary>
    public bool RanShort { get; init; }

    /// <summary>The number of the single attempt at another provider after a parameter was rejected; 0: there was none.</summary>
    public int LastTry { get; init; }

    /// <summary>The last failed attempt, while <see cref="Need.Note"/> is needed.</summary>
    public FailedAttempt? LastFailed { get; init; }

    /// <summary>A walk's setbacks when it begins.</summary>
    /// <param name="useless">Backends that cannot serve the request.</param>
    public static Setbacks Without(BackendSet useless) => useless.IsEmpty ? None : new Setbacks { Failed = useless, Spent = useless };

    /// <summary>The next pick begins: whoever refused a lease may be asked again.</summary>
    public Setbacks AtNextPick() => Refused.IsEmpty ? this : this with { Refused = default };
}

/// <summary>An attempt whose answer cannot be relayed.</summary>
/// <param name="IsOutOfTime">The walk's deadline ended it.</param>
/// <param name="At">When it failed.</param>
internal sealed record FailedAttempt(AttemptVerdict Verdict, bool IsOutOfTime, DateTimeOffset At);
