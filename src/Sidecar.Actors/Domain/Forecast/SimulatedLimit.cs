using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Forecast;

/// <summary>A limit of a simulated upstream, and what it counts.</summary>
/// <param name="model">The model that it applies to; null for all.</param>
/// <param name="limit">The limit that was drawn.</param>
/// <param name="fit">What the record shows about it.</param>
/// <param name="before">Requests that were started before the record begins.</param>
internal sealed class SimulatedLimit(string? model, DrawnLimit limit, LimitFit fit, PastStarts before)
{
    private static readonly int Minute = LimitKind.IndexOf(LimitMeasure.Sliding, TimeSpan.FromMinutes(1));
    private readonly StartHistory _history = Begun(before);
    private readonly (long Minute, long AtOnce) _seen = fit.Seen;
    private readonly LimitGuess _guess = limit.IsKnown ? fit.GuessOf(limit) : default;
    private readonly Queue<long> _ends = new();
    private int _inFlight;

    public bool IsKnown => limit.IsKnown;

    public bool IsOf(string name) => model is null || model == name;

    /// <summary>Whether the record shows what happens at this load, because as much was admitted or refused.</summary>
    public bool WasTried(DateTimeOffset now) => IsKnown
        || (_inFlight <= _seen.AtOnce + (_seen.AtOnce / 4) + 2 && PresentOf(Minute, now) <= _seen.Minute + (_seen.Minute / 4) + 2);

    /// <summary>Whether it would have named the Retry-Afters that were recorded.</summary>
    public bool TellsTimes => IsKnown && fit.TellsTimes(limit);

    /// <summary>An attempt arrives: it is admitted and counts from now on, or it is refused.</summary>
    public bool Admits(DateTimeOffset now, long tokens)
    {
        while (_ends.TryPeek(out var end) && end <= now.UtcTicks)
        {
            _ends.Dequeue();
            _inFlight--;
        }
        var start = new LearnedStart(_history.Add(now.UtcTicks, tokens), _inFlight, tokens);
        if (IsKnown && LimitForecast.Present(_guess.Kind, _history, start, _guess.Phase) >= limit.Least)
        {
            _history.Correct(start.At, 1, tokens);
            return false;
        }
        _inFlight++;
        return true;
    }

    /// <summary>One that it let through is over.</summary>
    public void Ended(DateTimeOffset now) => _ends.Enqueue(now.UtcTicks + _guess.Lag);

    /// <summary>The time until it has room again, in whole seconds, as upstreams give it.</summary>
    public TimeSpan RoomIn(DateTimeOffset now, long tokens)
    {
        var free = IsKnown ? LimitForecast.FreeAt(_guess.Kind, _history, limit.Least, now.UtcTicks, _inFlight, tokens, _guess.Phase) : 0;
        return free is <= 0 or long.MaxValue ? TimeSpan.FromSeconds(1)
            : TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(TimeSpan.FromTicks(free - LimitForecast.Guard - now.UtcTicks).TotalSeconds)));
    }

    private static StartHistory Begun(PastStarts before)
    {
        var history = new StartHistory();
        foreach (var start in before.Lately)
            history.Add(start.At.UtcTicks, start.Tokens);
        return history;
    }

    private long PresentOf(int kind, DateTimeOffset now) =>
        _history.StartsWithin(LimitKind.All[kind].Since(now.UtcTicks), now.UtcTicks);
}
