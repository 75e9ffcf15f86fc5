using System.Diagnostics;
using System.Globalization;
using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Trouble.Upstream;

/// <summary>Judges each request by the scenario's limits, and counts.</summary>
internal sealed class TroubledUpstreams(TroubleRow row)
{
    private const string Body =
        """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""";

    private const string Refusal = """{"error":{"message":"Too many requests","type":"rate_limit_error","code":"rate_limit_exceeded","param":null}}""";

    private readonly Lock _lock = new();
    private readonly HiddenLimit[] _limits = row.Scenario.Limits(1);
    private readonly SeededChance _chance = new(7);
    private readonly List<UpstreamSighting> _seen = [];
    private long _began = Stopwatch.GetTimestamp();

    public void Begin() => _began = Stopwatch.GetTimestamp();

    public UpstreamSighting[] Counts()
    {
        lock (_lock)
            return [.. _seen];
    }

    public async Task AnswerAsync(HttpContext context, int index)
    {
        // Read first, as real ones do; the connection is of use afterwards.
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        double now, length;
        double? wait;
        lock (_lock)
        {
            now = Stopwatch.GetElapsedTime(_began).TotalMilliseconds;
            wait = _limits[index].Take(now);
            var chance = _chance.Next();
            length = 120 + (500 * chance * _chance.Next());
            _seen.Add(new UpstreamSighting(index, now, wait is null ? 200 : 429));
        }
        context.Response.ContentType = "application/json";
        if (wait is { } refusedFor)
        {
            context.Response.StatusCode = 429;
            if (row.Scenario.HintOf(refusedFor) is { } hint)
                context.Response.Headers.RetryAfter = Math.Ceiling(hint / 1000).ToString(CultureInfo.InvariantCulture);
            await context.Response.WriteAsync(Refusal);
            return;
        }
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(length), context.RequestAborted);
            await context.Response.WriteAsync(Body);
        }
        catch (OperationCanceledException)
        {
            // The asker has gone; the limit does not care.
        }
        finally
        {
            lock (_lock)
                _limits[index].Done();
        }
    }
}
