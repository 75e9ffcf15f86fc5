namespace Sidecar.Domain.Forecast;

/// <summary>What one backend came to.</summary>
/// <param name="Requests">Requests whose answer it gave.</param>
public sealed record BackendFigures(int Attempts, int Requests, int RateLimited);

/// <summary>What a policy came to: in the record, or in one simulation.</summary>
public sealed class Figures
{
    private readonly List<TimeSpan> _waits = [];
    private readonly SortedDictionary<string, BackendFigures> _backends = new(StringComparer.Ordinal);

    public int Requests { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Attempts that were answered 429, or as if.</summary>
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

    /// <summary>Relayed answers whose tokens nobody knows: they are in no sum.</summary>
    public int WithoutUsage { get; private set; }

    /// <summary>Requests with a call of which the record tells nothing.</summary>
    public int Guessed { get; private set; }

    public IReadOnlyDictionary<string, BackendFigures> Backends => _backends;

    /// <summary>Of the requests that waited.</summary>
    public IReadOnlyList<TimeSpan> Waits => _waits;

    /// <summary>The wait that this share of the waiting requests did not exceed; null when none waited.</summary>
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

    /// <summary>Those of another run added.</summary>
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

/// <summary>What one request came to.</summary>
/// <param name="Waited">In the queue; null: it never stood there.</param>
/// <param name="AnsweredBy">Whose answer its client was given; null: none.</param>
/// <param name="IsGone">Its client hung up first.</param>
/// <param name="IsGuessed">It rests on a call of which the record tells nothing.</param>
internal readonly record struct RequestFigures(
    bool HadEmergency, TimeSpan? Waited, string? AnsweredBy, bool IsGone, bool IsGuessed = false);
