namespace Sidecar.Domain.Limits;

/// <summary>What an upstream's own headers say is left of its limits, less what was started since: they go before what is learnt.</summary>
/// <remarks>A bucket that is whole again admits its limit, until an answer tells more. One that names no limit is then forgotten.</remarks>
internal sealed class NamedLimits
{
    // Where the headers do not say within which time a limit counts: what providers use most.
    private static readonly TimeSpan UsualWindow = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Known> _buckets = new(StringComparer.Ordinal);
    private NamedStart _spent;

    /// <summary>Some header named a limit.</summary>
    public bool IsActive => _buckets.Count > 0;

    /// <summary>The limit that is told of: of requests before tokens, of the shorter window before the longer. Null: none is
    /// known.</summary>
    public LearnedLimit? Told => _buckets.Values.Where(known => known.Bucket.Limit is not null)
        .OrderBy(known => known.Bucket.CountsTokens).ThenBy(known => known.Bucket.Window ?? UsualWindow)
        .ThenBy(known => known.Bucket.Name, StringComparer.Ordinal)
        .Select(known => new LearnedLimit(
            new LimitKind(known.Bucket.CountsTokens ? LimitMeasure.Tokens : LimitMeasure.Sliding, known.Bucket.Window ?? TimeSpan.Zero),
            known.Bucket.Limit!.Value, []))
        .FirstOrDefault();

    /// <summary>The number of requests of a limit of which nothing is left; null: of none.</summary>
    public long? UsedUp => _buckets.Values.Where(known => !known.Bucket.CountsTokens && known.Bucket is { Remaining: 0, Limit: not null })
        .Select(known => known.Bucket.Limit).FirstOrDefault();

    /// <summary>A start is made.</summary>
    public NamedStart Started(long tokens) => _spent = new NamedStart(_spent.Starts + 1, _spent.Tokens + tokens);

    /// <summary>An answer's headers.</summary>
    /// <param name="start">The attempt that was answered: what was started before it has been counted by the upstream.</param>
    /// <param name="said">What they say.</param>
    /// <param name="longest">Further away nothing is believed to be.</param>
    /// <param name="now">When it is heard of.</param>
    public void Hear(NamedStart start, IReadOnlyList<NamedBucket> said, TimeSpan longest, DateTimeOffset now)
    {
        for (var i = 0; i < said.Count; i++)
        {
            var bucket = said[i];
            // Answers overtake each other; and a body may end long after its headers were true.
            if (bucket.ResetAt <= now || (_buckets.TryGetValue(bucket.Name, out var known) && known.At.Starts > start.Starts))
                continue;
            if (_buckets.Count < NamedLimitHeaders.Most || _buckets.ContainsKey(bucket.Name))
                _buckets[bucket.Name] =
                    new Known(bucket.ResetAt > now + longest ? bucket with { ResetAt = now + longest } : bucket, start);
        }
    }

    /// <summary>The earliest instant at which a start is admitted: <paramref name="now"/> or later.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now, long tokens)
    {
        var next = now;
        if (_buckets.Count == 0)
            return next;
        List<string>? over = null;
        foreach (var (name, known) in _buckets)
        {
            if (known.Bucket.ResetAt <= now)
                (over ??= []).Add(name);
            else if (!HasRoom(known, tokens) && known.Bucket.ResetAt > next)
                next = known.Bucket.ResetAt;
        }
        foreach (var name in over ?? [])
            BeginAnew(name, now);
        return next;
    }

    /// <summary>An operator says that it is open.</summary>
    public void Open() => _buckets.Clear();

    private bool HasRoom(in Known known, long tokens)
    {
        var (bucket, spent) = (known.Bucket, known.Bucket.CountsTokens ? _spent.Tokens - known.At.Tokens : _spent.Starts - known.At.Starts);
        // A request larger than the limit itself would else never be let through.
        var needed = bucket is { CountsTokens: true, IsWhole: true } ? Math.Min(Math.Max(1, tokens), bucket.Limit ?? tokens) : 1;
        // How much of a request's tokens counts as a part of them is not known before the answer.
        return (bucket is { CountsTokens: true, IsWhole: false } ? bucket.Remaining : bucket.Remaining - spent) >= needed;
    }

    private void BeginAnew(string name, DateTimeOffset now)
    {
        var bucket = _buckets[name].Bucket;
        if (bucket.Limit is { } limit)
            _buckets[name] = new Known(bucket with { Remaining = limit, ResetAt = now + (bucket.Window ?? UsualWindow) }, _spent);
        else
            _buckets.Remove(name);
    }

    private readonly record struct Known(NamedBucket Bucket, NamedStart At);
}

/// <summary>How many starts, and of how many tokens, there had been with one.</summary>
internal readonly record struct NamedStart(long Starts, long Tokens);
