using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Simulation;

using static UpstreamWords;

/// <summary>What upstreams do in a storm: each is healthy, throttled or failing for a while at a time.</summary>
internal sealed class StormWeather(Random chance, Func<DateTimeOffset> now)
{
    private readonly Dictionary<string, (Mood Mood, DateTimeOffset Until)> _moods = new(StringComparer.Ordinal);

    private enum Mood
    {
        Well,
        Throttled,
        Ill,
    }

    public Reply Answer(UpstreamCall call) => MoodOf(call.Backend.Id) switch
    {
        Mood.Throttled when chance.Next(5) > 0 => Throttled(),
        Mood.Ill when chance.Next(4) > 0 => Ill(),
        _ => Well(),
    } with
    { After = chance.Next(3) == 0 ? TimeSpan.Zero : Span(3) };

    private Reply Throttled() => chance.Next(6) switch
    {
        0 => Replies(429),
        1 => Replies(503, Span(10)),
        2 => Replies(529),
        3 => Replies(429, headers: ("retry-after-ms", "200")),
        _ => Replies(429, Span(40)),
    };

    private Reply Ill() => chance.Next(9) switch
    {
        0 => FailsWith(UpstreamError.Connect),
        1 => FailsWith(UpstreamError.Head),
        2 => Stalls(),
        3 => BreaksOff(Span(5)),
        4 => GoesSilent(Span(20)),
        5 => Replies(401),
        6 => Replies(200, body: """{"status":429,"title":"Too Many Requests"}"""),
        _ => Replies(500),
    };

    private Reply Well() => chance.Next(4) switch
    {
        0 => Streams(lasts: Span(30), usage: new(chance.Next(1, 500), null, chance.Next(1, 500), null, null)),
        1 when chance.Next(3) == 0 => Replies(200, body: """{"choices":[]}""", headers:
            [("x-ratelimit-remaining-requests", $"{chance.Next(4)}"), ("x-ratelimit-limit-requests", $"{chance.Next(2, 9)}"),
                ("x-ratelimit-reset-requests", $"{chance.Next(1, 20)}s")]),
        1 => Replies(404),
        _ => Answers(usage: new(null, null, null, null, chance.Next(2) == 0 ? null : chance.Next(1, 900))),
    };

    private Mood MoodOf(string backend)
    {
        if (!_moods.TryGetValue(backend, out var mood) || mood.Until <= now())
            _moods[backend] = mood = ((Mood)chance.Next(3), now() + Span(40));
        return mood.Mood;
    }

    // In tenths of a second: a fractional Retry-After is read to the millisecond, and instants coincide often enough to matter.
    private TimeSpan Span(int seconds) => TimeSpan.FromSeconds(chance.Next(0, seconds * 10) / 10d);
}
