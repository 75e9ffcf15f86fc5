namespace Sidecar.Domain.Limits;

/// <summary>What is left of limits according to an upstream's headers, minus what was started since: they take precedence over learnt
/// limits.</summary>
/// <remarks>After its reset a bucket allows its whole limit until an answer says more. A bucket without a known limit is then
/// forgotten.</remarks>
internal sealed class NamedLimits
{
    // Used if the headers do not name a limit's period: the period that most providers use.
    private static readonly TimeSpan UsualWindow = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Known> _buckets = new(StringComparer.Ordinal);
    private NamedStart _spent;

    /// <summary>Whether a header named a limit.</summary>
    public bool IsActive => _buckets.Count > 0;

    /// <summary>The limit to report: requests before tokens, a shorter period before a longer one. Null: none is known.</summary>
    public LearnedLimit? Told => _buckets.Values.Where(known => known.Bucket.Limit is not null)
        .OrderBy(known => known.Bucket.CountsTokens).ThenBy(known => known.Bucket.Window ?? UsualWindow)
        .ThenBy(known => known.Bucket.Name, StringComparer.Ordinal)
        .Select(known => new LearnedLimit(
            new LimitKind(known.Bucket.CountsTokens ? LimitMeasure.Tokens : LimitMeasure.Sliding, known.Bucket.Window ?? TimeSpan.Zero),
            known.Bucket.Limit!.Value, []))
        .FirstOrDefault();

    /// <summary>The number of requests allowed by a limit that is used up; null if none is.</summary>
    public long? UsedUp => _buckets.Values.Where(known => !known.Bucket.CountsTokens && known.Bucket is { Remaining: 0, Limit: not null })
        .Select(known => known.Bucket.Limit).FirstOrDefault();

    /// <summary>A request is started.</summary>
    public NamedStart Started(long tokens) => _spent = new NamedStart(_spent.Starts + 1, _spent.Tokens + tokens);

    /// <summary>Takes an answer's headers.</summary>
    /// <param name="start">The attempt that was answered: the upstream has counted everything that was started before it.</param>
    /// <param name="said">What the headers say.</param>
    /// <param name="longest">The longest time until a reset that is accepted.</param>
    /// <param name="now">When the answer arrived.</param>
    public void Hear(NamedStart start, IReadOnlyList<NamedBucket> said, TimeSpan longest, DateTimeOffset now)
    {
        for (var i = 0; i < said.Count; i++)
        {
            var bucket = said[i];
            // Answers may overtake each other, and a body may end long after its headers were true.
            if (bucket.ResetAt <= now || (_buckets.TryGetValue(bucket.Name, out var known) && known.At.Starts > start.Starts))
                continue;
            if (_buckets.Count < NamedLimitHeaders.Most || _buckets.ContainsKey(bucket.Name))
                _buckets[bucket.Name] =
                    new Known(bucket.ResetAt > now + longest ? bucket with { ResetAt = now + longest } : bucket, start);
        }
    }

    /// <summary>The earliest instant at which a request may start: <paramref name="now"/> or later.</summary>
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

    /// <summary>An operator declares it open.</summary>
    public void Open() => _buckets.Clear();

    private bool HasRoom(in Known known, long tokens)
    {
        var (bucket, spent) = (known.Bucket, known.Bucket.CountsTokens ? _spent.Tokens - known.At.Tokens : _spent.Starts - known.At.Starts);
        // Otherwise a request larger than the limit itself could never start.
        var needed = bucket is { CountsTokens: true, IsWhole: true } ? Math.Min(Math.Max(1, tokens), bucket.Limit ?? tokens) : 1;
        // How many of a request's tokens count towards such a part is unknown before the answer.
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

/// <summary>The number of requests started, and of their tokens, up to and including one.</summary>
internal readonly record struct NamedStart(long Starts, long Tokens);
