using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Usage;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Forecasts;

using static UpstreamWords;

/// <summary>How an upstream counts.</summary>
internal enum HiddenKind
{
    Sliding,
    ByClock,
    Bucket,
    AtOnce,
}

/// <summary>An upstream with a limit that Sidecar was not told of, and with spells of trouble. It knows nothing of the code that tries to
/// infer it.</summary>
internal sealed record HiddenUpstream(HiddenKind Kind, int Number, double Seconds, bool Hints = false, double Pace = 1)
{
    private readonly List<DateTimeOffset> _starts = [];
    private readonly List<DateTimeOffset> _ends = [];
    private double _level = Number;
    private DateTimeOffset _filled;

    /// <summary>What it answers instead, and between which seconds of the run.</summary>
    public IReadOnlyList<(double From, double To, Reply Reply)> Spells { get; init; } = [];

    public Reply Answer(UpstreamCall call, DateTimeOffset now)
    {
        var second = (now - VirtualScheduler.Start).TotalSeconds;
        foreach (var (from, to, reply) in Spells)
            if (second >= from && second < to)
                return reply;
        _ends.RemoveAll(end => end <= now);
        if (RoomAt(now) is var room && room > now)
            return (Hints ? Replies(429, TimeSpan.FromSeconds(Math.Ceiling((room - now).TotalSeconds))) : Replies(429))
                .Later(0.08.Seconds());
        Count(now);
        // The same request takes the same time and the same tokens, whichever backend is asked and when.
        var own = new Random(int.Parse(call.Request.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
        var (head, rest) = (0.2 - (0.6 * Math.Log(1 - own.NextDouble())), -1.2 * Math.Log(1 - own.NextDouble()));
        var (prompt, completion) = (own.Next(100, 900), own.Next(20, 700));
        _ends.Add(now.AddSeconds((head + rest) * Pace));
        return Streams(lasts: TimeSpan.FromSeconds(rest * Pace), usage: new TokenUsage(prompt, null, completion, null, prompt + completion))
            .Later(TimeSpan.FromSeconds(head * Pace));
    }

    private DateTimeOffset RoomAt(DateTimeOffset now)
    {
        switch (Kind)
        {
            case HiddenKind.AtOnce:
                return _ends.Count < Number ? now : _ends.Min();
            case HiddenKind.Bucket:
                _level = Math.Min(Number, _level + ((now - _filled).TotalSeconds * Number / Seconds));
                _filled = now;
                return _level >= 1 ? now : now.AddSeconds((1 - _level) * Seconds / Number);
            case HiddenKind.ByClock:
                var began = now.AddTicks(-(now.Ticks % TimeSpan.FromSeconds(Seconds).Ticks));
                return _starts.Count(start => start >= began) < Number ? now : began.AddSeconds(Seconds);
            default:
                var within = _starts.Where(start => now - start < TimeSpan.FromSeconds(Seconds)).ToList();
                return within.Count < Number ? now : within[^Number].AddSeconds(Seconds);
        }
    }

    private void Count(DateTimeOffset now)
    {
        _level--;
        _starts.Add(now);
        if (_starts.Count > 4 * Number)
            _starts.RemoveRange(0, _starts.Count - (2 * Number));
    }
}
