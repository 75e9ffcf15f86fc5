using System.Globalization;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>The vocabulary in which a scenario says what upstreams do.</summary>
internal static class UpstreamWords
{
    /// <summary>A complete answer with a status, and headers if the scenario gives any.</summary>
    public static Reply Replies(int status, TimeSpan? retryAfter = null, string body = "{}", params (string Name, string Value)[] headers)
    {
        var all = headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase);
        if (retryAfter is { } after)
            all["retry-after"] = after.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return new Reply { Status = status, Body = body, Headers = all };
    }

    public static Reply Answers(string body = """{"choices":[]}""", TokenUsage usage = default) => new() { Body = body, Usage = usage };

    /// <summary>A stream of server-sent events that ends well.</summary>
    public static Reply Streams(string events = "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\ndata: [DONE]\n\n",
        TimeSpan lasts = default, TokenUsage usage = default) =>
        new() { ContentType = "text/event-stream", Body = events, Lasts = lasts, Usage = usage };

    /// <summary>A stream that begins well and then breaks off.</summary>
    public static Reply BreaksOff(TimeSpan after = default) => Streams(lasts: after) with { Ends = RelayOutcome.UpstreamBroke };

    /// <summary>A stream that begins well and then goes silent.</summary>
    public static Reply GoesSilent(TimeSpan after = default) => Streams(lasts: after) with { Ends = RelayOutcome.UpstreamStalled };

    public static Reply FailsWith(UpstreamError error) => new() { Error = error };

    /// <summary>Silent until the backend's timeout, the walk's deadline or a hang-up.</summary>
    public static Reply Stalls() => new() { Hangs = true };

    public static Reply Throws() => new() { Throws = true };

    public static Reply Later(this Reply reply, TimeSpan after) => reply with { After = after };

    /// <summary>The same reply this many times.</summary>
    public static Reply[] Times(this Reply reply, int count) => [.. Enumerable.Repeat(reply, count)];

    public static TimeSpan Seconds(this int count) => TimeSpan.FromSeconds(count);

    public static TimeSpan Seconds(this double count) => TimeSpan.FromSeconds(count);

    public static TimeSpan Minutes(this int count) => TimeSpan.FromMinutes(count);
}
