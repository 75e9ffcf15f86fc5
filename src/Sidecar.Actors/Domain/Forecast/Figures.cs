namespace Sidecar.Domain.Forecast;

/// <summary>The figures of one backend.</summary>
/// <param name="Requests">Requests that it answered.</param>
public sealed record BackendFigures(int Attempts, int Requests, int RateLimited);

/// <summary>The results of a policy, in the record or in one simulation.</summary>
public sealed class Figures
{
    private readonly List<TimeSpan> _waits = [];
    private readonly SortedDictionary<string, BackendFigures> _backends = new(StringComparer.Ordinal);

    public int Requests { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Attempts that were answered with a 429, or classified like one.</summary>
    public int RateLimited { get; private set; }

    /// <summary>Requests whose walk entered its emergency phase.</summary>
    public int Emergencies { get; private set; }

    /// <summary>Requests answered by Sidecar itself, nearly always 503.</summary>
    public int Unavailable { get; private set; }

    /// <summary>Requests given an upstream's answer.</summary>
    public int Relayed { get; private set; }

    /// <summary>Requests whose client hung up first.</summary>
    public int Abandoned { get; private set; }

    public long Tokens { get; private set; }

    public decimal Cost { get; private set; }

    /// <summary>Relayed answers whose token counts are unknown; no sum includes them.</summary>
    public int WithoutUsage { get; private set; }

    /// <summary>Requests with a call that the record says nothing about.</summary>
    public int Guessed { get; private set; }

    public IReadOnlyDictionary<string, BackendFigures> Backends => _backends;

    /// <summary>The waits of the requests that waited.</summary>
    public IReadOnlyList<TimeSpan> Waits => _waits;

    /// <summary>The wait that this share of the waiting requests did not exceed; null if none waited.</summary>
    public TimeSpan? WaitAt(double share)
    {
        if (_waits.Count == 0)
            return null;
        _waits.Sort();
        return _waits[Math.Max(0, (int)Math.Ceiling(share * _waits.Count) - 1)];
    }

    internal BackendFigures Of(string backend) => _backends.GetValueOrDefault(backend) ?? new BackendFigures(0, 0, 0);

    internal void Attempt(string backend, bool isRateLimited)
    {
        var (own, refused) = (Of(backend), isRateLimited ? 1 : 0);
        Attempts++;
        RateLimited += refused;
        _backends[backend] = own with { Attempts = own.Attempts + 1, RateLimited = own.RateLimited + refused };
    }

    internal void Used(long? tokens, decimal? cost)
    {
        WithoutUsage += tokens is null ? 1 : 0;
        Tokens += tokens ?? 0;
        Cost += cost ?? 0;
    }

    internal void Ended(in RequestFigures request)
    {
        Requests++;
        Emergencies += request.HadEmergency ? 1 : 0;
        Guessed += request.IsGuessed ? 1 : 0;
        if (request.Waited is { } wait)
            _waits.Add(wait);
        if (request.IsGone)
            Abandoned++;
        else if (request.AnsweredBy is { } backend)
        {
            Relayed++;
            _backends[backend] = Of(backend) with { Requests = Of(backend).Requests + 1 };
        }
        else
            Unavailable++;
    }

    /// <summary>Adds the figures of another run.</summary>
    internal void Add(Figures other)
    {
        (Requests, Attempts, RateLimited) = (Requests + other.Requests, Attempts + other.Attempts, RateLimited + other.RateLimited);
        (Emergencies, Unavailable) = (Emergencies + other.Emergencies, Unavailable + other.Unavailable);
        (Relayed, Abandoned, Guessed) = (Relayed + other.Relayed, Abandoned + other.Abandoned, Guessed + other.Guessed);
        (Tokens, Cost, WithoutUsage) = (Tokens + other.Tokens, Cost + other.Cost, WithoutUsage + other.WithoutUsage);
        _waits.AddRange(other._waits);
        foreach (var (id, theirs) in other._backends)
        {
            var own = Of(id);
            _backends[id] = new BackendFigures(
                own.Attempts + theirs.Attempts, own.Requests + theirs.Requests, own.RateLimited + theirs.RateLimited);
        }
    }
}

/// <summary>The result of one request.</summary>
/// <param name="Waited">How long it was queued; null if it never was.</param>
/// <param name="AnsweredBy">The backend whose answer its client got; null if it got none.</param>
/// <param name="IsGone">Its client hung up first.</param>
/// <param name="IsGuessed">The result depends on a call that the record says nothing about.</param>
internal readonly record struct RequestFigures(
    bool HadEmergency, TimeSpan? Waited, string? AnsweredBy, bool IsGone, bool IsGuessed = false);
