using Sidecar.Domain.Attempts;
using Sidecar.Domain.Recordings;

namespace Sidecar.Domain.Forecast;

/// <summary>How an upstream answers requests that it admits, and what it says to those that it refuses, according to the record.</summary>
internal sealed class AnswerHabits
{
    private const int Neighbours = 21;

    // An attempt recorded longer before or after an instant says nothing about the upstream at that instant.
    private static readonly TimeSpan Tells = TimeSpan.FromMinutes(5);

    private readonly IReadOnlyList<Evidence> _own;
    private readonly IReadOnlyList<Evidence> _good;
    private readonly Dictionary<string, Evidence> _answers;
    private readonly Dictionary<string, Evidence> _ownAnswers = new(StringComparer.Ordinal);
    private readonly List<long> _hints;
    private readonly TimeSpan _refusing;
    private readonly double _hinting;
    private readonly double _pace;

    /// <param name="own">What is recorded about it; empty if it was never asked.</param>
    /// <param name="all">The answers of all upstreams.</param>
    /// <param name="answers">The same answers by request.</param>
    public AnswerHabits(IReadOnlyList<Evidence> own, IReadOnlyList<Evidence> all, Dictionary<string, Evidence> answers)
    {
        var good = own.Where(e => e.IsAdmitted).ToList();
        (_own, _good, _answers) = (own, good.Count > 0 ? good : all, answers);
        foreach (var evidence in good)
            _ownAnswers[evidence.RequestId] = evidence;
        var refused = own.Where(e => e.IsRefused).ToList();
        _hints = [.. refused.Where(e => e.RetryAfterMs is not null).Select(e => e.RetryAfterMs!.Value).Order()];
        _refusing = refused.Count == 0 ? TimeSpan.Zero : refused.Select(e => e.Head).Order().ElementAt(refused.Count / 2);
        _hinting = refused.Count == 0 ? 0 : (double)_hints.Count / refused.Count;
        _pace = good.Count > 0 ? Median(good) / Math.Max(1, Median(all)) : 1;
    }

    /// <summary>Whether anything is recorded about the upstream around that instant.</summary>
    public bool IsKnownAt(DateTimeOffset now)
    {
        var index = IndexOf(_own, now);
        return (index < _own.Count && _own[index].SentAt - now <= Tells) || (index > 0 && now - _own[index - 1].SentAt <= Tells);
    }

    /// <summary>The request's recorded answer, or else one like those that other requests got around that time.</summary>
    public Evidence Answer(RecordedWalk walk, DateTimeOffset now, double draw)
    {
        if (_ownAnswers.TryGetValue(walk.RequestId, out var same))
            return same;
        if (_answers.TryGetValue(walk.RequestId, out var other))
            return other.IsAboutRequest ? other : other with { Head = other.Head * _pace, Whole = other.Whole * _pace };
        if (_good.Count == 0)
            return Told(walk, now, AttemptVerdict.Success, 200, TimeSpan.FromSeconds(1));
        var from = Math.Clamp(IndexOf(_good, now) - (Neighbours / 2), 0, Math.Max(0, _good.Count - Neighbours));
        return _good[from + (int)(draw * Math.Min(Neighbours, _good.Count))] with { Verdict = AttemptVerdict.Success, Status = 200 };
    }

    /// <param name="limit">The limit that refuses the request.</param>
    public Evidence Refusal(RecordedWalk walk, DateTimeOffset now, SimulatedLimit limit, double draw) =>
        Told(walk, now, AttemptVerdict.RateLimited, 429, _refusing) with
        {
            RetryAfterMs = draw >= _hinting ? null
                : limit.TellsTimes ? (long)limit.RoomIn(now, walk.Request.Tokens).TotalMilliseconds
                : _hints[(int)(draw / _hinting * _hints.Count)],
        };

    private static Evidence Told(RecordedWalk walk, DateTimeOffset now, AttemptVerdict verdict, int status, TimeSpan took) =>
        new(walk.RequestId, walk.Model, now, 0, walk.Request.Tokens, verdict, status, null, null, took, took, RelayOutcome.Completed);

    private static int IndexOf(IReadOnlyList<Evidence> sorted, DateTimeOffset now)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle].SentAt < now ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static double Median(IReadOnlyList<Evidence> of) => of.Select(e => e.Whole.TotalMilliseconds).Order().ElementAt(of.Count / 2);
}
