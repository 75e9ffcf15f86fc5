using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Swarms;

using static UpstreamWords;

/// <summary>What all upstreams of a run do. They know nothing of Sidecar's restarts.</summary>
internal sealed class SwarmUpstream(SwarmPlan plan)
{
    private readonly Dictionary<string, Station> _stations = new(StringComparer.Ordinal);

    /// <summary>From now on everything is healthy.</summary>
    public bool IsCalm { get; set; }

    public Dictionary<(string Request, int Attempt), ReplyKind> Kinds { get; } = [];

    public Reply Answer(UpstreamCall call, TimeSpan now, DateTimeOffset wall, int inFlight)
    {
        var backend = call.Backend.Id;
        if (!_stations.TryGetValue(backend, out var station))
            _stations[backend] = station = new Station(plan, backend);
        var (kind, reply) = IsCalm ? (ReplyKind.Well, Answers()) : station.Answer(call, now, wall, inFlight);
        Kinds[(call.Request.Id, call.Attempt)] = kind;
        return reply;
    }

    private sealed class Station(SwarmPlan plan, string backend)
    {
        private readonly HiddenLimiter? _limiter = HiddenLimiter.Draw(plan, backend);
        private readonly Random _chance = plan.Chance($"answers of {backend}");
        private readonly Dictionary<SwarmFault, Spell> _spells = Enum.GetValues<SwarmFault>()
            .ToDictionary(f => f, f => new Spell(plan, f, backend));
        private readonly bool _hints = plan.Has(SwarmFault.TrueHints) && plan.Chance($"hints of {backend}").Next(2) == 0;

        public (ReplyKind Kind, Reply Reply) Answer(UpstreamCall call, TimeSpan now, DateTimeOffset wall, int inFlight)
        {
            // Always draws the same number of values, so that turning one fault off shifts nothing else.
            var (form, span, early) = (_chance.Next(1 << 20), Tenths(_chance, 30), Tenths(_chance, 3));
            var said = Told(call, now, wall, inFlight, form, span);
            var after = Strikes(SwarmFault.SlowStarts, now) ? span : form % 3 == 0 ? TimeSpan.Zero : early;
            return said with { Reply = said.Reply with { After = said.Reply.After > TimeSpan.Zero ? said.Reply.After : after } };
        }

        private (ReplyKind Kind, Reply Reply) Told(UpstreamCall call, TimeSpan now, DateTimeOffset wall, int inFlight, int form,
            TimeSpan span)
        {
            if (Strikes(SwarmFault.Unreachable, now))
                return (ReplyKind.Failure, FailsWith(form % 2 == 0 ? UpstreamError.Connect : UpstreamError.Head));
            if (Strikes(SwarmFault.Hangs, now))
                return (ReplyKind.Failure, Stalls());
            if (Strikes(SwarmFault.KeyLosses, now))
                return (ReplyKind.Key, Replies(form % 2 == 0 ? 401 : 403));
            if (Strikes(SwarmFault.Overloads, now))
                return (ReplyKind.Overload, form % 3 == 0 ? Replies(503, span) : Replies(form % 3 == 1 ? 529 : 503));
            if (Strikes(SwarmFault.Failures, now))
                return (ReplyKind.Failure, Replies(form % 3 == 0 ? 502 : 500));
            if (Strikes(SwarmFault.ChanceRefusals, now))
                return (ReplyKind.Limit, Refusal(span, wall, form));
            if (_limiter?.Refuse(now, call.Request.Envelope.MaxTokens ?? 0, inFlight) is { } room)
                return (ReplyKind.Limit, Refusal(room, wall, form));
            // Depends on the model and the request only, so that all upstreams say the same about it.
            if (Strikes(SwarmFault.ModelAbsences, now) && call.Request.Model == "y")
                return (ReplyKind.ModelAbsent, Replies(404, body: """{"error":{"message":"The model 'y' does not exist","code":"model_not_found"}}"""));
            if (Strikes(SwarmFault.RequestFaults, now))
                return (ReplyKind.Request, OwnFault(form));
            return call.Request.Envelope.Stream ? Stream(now, form, span) : (ReplyKind.Well, Whole(now, form));
        }

        private (ReplyKind Kind, Reply Reply) Stream(TimeSpan now, int form, TimeSpan span)
        {
            if (Strikes(SwarmFault.CutStreams, now))
                return (ReplyKind.Cut, BreaksOff(span / 6));
            if (Strikes(SwarmFault.SilentStreams, now))
                return (ReplyKind.Cut, GoesSilent(span));
            if (Strikes(SwarmFault.LaterErrors, now))
                return (ReplyKind.Cut, Streams(lasts: span / 6) with { TellsLater = LaterError(form) });
            return (ReplyKind.Well, Streams(lasts: span, usage: new(1 + (form % 500), null, 1 + (form % 300), null, null)));
        }

        private static string LaterError(int form) => (form % 3) switch
        {
            0 => "data: {\"error\":{\"code\":429,\"message\":\"Please retry in 12s\"}}\n\n",
            1 => "data: {\"error\":{\"code\":503,\"message\":\"Overloaded\"}}\n\n",
            _ => "event: error\ndata: {\"message\":\"oops\"}\n\n",
        };

        private Reply Whole(TimeSpan now, int form) => _spells[SwarmFault.NamedLimits].IsOn(now)
            ? Replies(200, body: """{"choices":[]}""", headers:
                [("x-ratelimit-remaining-requests", $"{form % 4}"), ("x-ratelimit-limit-requests", $"{2 + (form % 7)}"),
                    ("x-ratelimit-reset-requests", $"{1 + (form % 20)}s")])
            : Answers(usage: new(null, null, null, null, form % 2 == 0 ? null : 1 + (form % 900)));

        private static Reply OwnFault(int form) => (form % 6) switch
        {
            0 => Replies(400, body: """{"error":{"message":"messages: at least one is required","type":"invalid_request_error"}}"""),
            1 => Replies(404),
            2 => Replies(403, body: """{"error":{"code":403,"message":"openai/x requires moderation and your input was flagged for violence"}}"""),
            3 => Replies(413),
            4 => Replies(400, body: """{"error":{"message":"Unsupported parameter: 'top_k'","code":"unsupported_parameter"}}"""),
            _ => Replies(422),
        };

        private Reply Refusal(TimeSpan room, DateTimeOffset wall, int form)
        {
            if (Strikes(SwarmFault.LyingHints, TimeSpan.FromTicks(wall.Ticks % SwarmPlan.Span.Ticks)))
                return (form % 8) switch
                {
                    0 => Replies(429, TimeSpan.Zero),
                    1 => Replies(429, headers: ("retry-after", "soon")),
                    2 => Replies(429, headers: ("retry-after", "-5")),
                    3 => Replies(429, headers: ("retry-after", "999999999")),
                    4 => Replies(429, headers: ("retry-after", wall.AddMinutes(-1).ToString("R"))),
                    5 => Replies(429, headers: ("retry-after-ms", "1")),
                    6 => Replies(429, TimeSpan.FromMinutes(5)),
                    _ => Replies(200, body: """{"status":429,"title":"Too Many Requests"}"""),
                };
            return !_hints ? Replies(429)
                : form % 3 == 0 ? Replies(429, headers: ("retry-after-ms", $"{(long)Math.Ceiling(room.TotalMilliseconds)}"))
                : Replies(429, TimeSpan.FromSeconds(Math.Ceiling(room.TotalSeconds)));
        }

        private bool Strikes(SwarmFault fault, TimeSpan now) => _spells[fault].Strikes(now);
    }

    internal static TimeSpan Tenths(Random chance, int seconds) => TimeSpan.FromSeconds(chance.Next(0, seconds * 10) / 10d);
}
