namespace Sidecar.Domain.Backtest;

/// <summary>An amount, by how it is known.</summary>
public readonly record struct Amount(decimal Observed, decimal Inferred, decimal Unknown)
{
    public decimal Total => Observed + Inferred + Unknown;

    public Amount Plus(decimal value, Certainty certainty) => certainty switch
    {
        Certainty.Observed => this with { Observed = Observed + value },
        Certainty.Inferred => this with { Inferred = Inferred + value },
        _ => this with { Unknown = Unknown + value },
    };
}

/// <summary>One request's time in primary-wait.</summary>
public readonly record struct Wait(TimeSpan Length, Certainty Certainty);

/// <summary>What one backend came to.</summary>
/// <param name="Requests">Requests whose answer it gave.</param>
public sealed record BackendFigures(Amount Attempts, Amount Requests, Amount RateLimited);

/// <summary>What a policy came to.</summary>
public sealed class Figures
{
    private readonly List<Wait> _waits = [];
    private readonly SortedDictionary<string, BackendFigures> _backends = new(StringComparer.Ordinal);

    public Amount Requests { get; private set; }

    public Amount Attempts { get; private set; }

    /// <summary>Attempts that were answered 429, or as if.</summary>
    public Amount RateLimited { get; private set; }

    /// <summary>Requests whose walk entered its emergency phase.</summary>
    public Amount Emergencies { get; private set; }

    /// <summary>Requests answered 503 by Sidecar itself.</summary>
    public Amount Unavailable { get; private set; }

    /// <summary>Requests given an upstream's answer.</summary>
    public Amount Relayed { get; private set; }

    /// <summary>Requests whose client hung up first.</summary>
    public Amount Abandoned { get; private set; }

    public Amount Tokens { get; private set; }

    public Amount Cost { get; private set; }

    /// <summary>Relayed answers whose tokens nobody knows: they are in no sum.</summary>
    public Amount WithoutUsage { get; private set; }

    public IReadOnlyDictionary<string, BackendFigures> Backends => _backends;

    /// <summary>Of the requests that waited.</summary>
    public IReadOnlyList<Wait> Waits => _waits;

    /// <summary>The wait that this share of the waiting requests did not exceed; null when none waited.</summary>
    public TimeSpan? WaitAt(double share)
    {
        if (_waits.Count == 0)
            return null;
        var sorted = _waits.Select(w => w.Length).Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    /// <summary>The waits that were no shorter.</summary>
    public Amount WaitsFrom(TimeSpan length) =>
        _waits.Where(wait => wait.Length >= length).Aggregate(default(Amount), (sum, wait) => sum.Plus(1, wait.Certainty));

    internal void Attempt(string backend, bool isRateLimited, Certainty certainty)
    {
        Attempts = Attempts.Plus(1, certainty);
        if (isRateLimited)
            RateLimited = RateLimited.Plus(1, certainty);
        var figures = Of(backend);
        _backends[backend] =
            figures with
            {
                Attempts = figures.Attempts.Plus(1, certainty),
                RateLimited = figures.RateLimited.Plus(isRateLimited ? 1 : 0, certainty)
            };
    }

    internal void Used(long? tokens, decimal? cost, Certainty certainty)
    {
        if (tokens is null)
            WithoutUsage = WithoutUsage.Plus(1, certainty);
        Tokens = Tokens.Plus(tokens ?? 0, certainty);
        Cost = Cost.Plus(cost ?? 0, certainty);
    }

    internal void Ended(WalkReplay walk, string? relayedBy, int status, Certainty certainty)
    {
        Requests = Requests.Plus(1, certainty);
        if ((walk.State.Round is not null))
            Emergencies = Emergencies.Plus(1, certainty);
        if (walk.HasWaited)
            _waits.Add(new Wait(walk.State.Wait?.Waited ?? TimeSpan.Zero, certainty));
        if (relayedBy is not null)
        {
            Relayed = Relayed.Plus(1, certainty);
            _backends[relayedBy] = Of(relayedBy) with { Requests = Of(relayedBy).Requests.Plus(1, certainty) };
        }
        else if (status == 0)
            Abandoned = Abandoned.Plus(1, certainty);
        else
            Unavailable = Unavailable.Plus(1, certainty);
    }

    private BackendFigures Of(string backend) => _backends.GetValueOrDefault(backend) ?? new BackendFigures(default, default, default);
}
