using System.Diagnostics;
using System.Globalization;
using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Trouble.Upstream;

/// <summary>Judges each request by the row's outages and limits, and counts it.</summary>
internal sealed class TroubledUpstreams(TroubleRow row)
{
    private const string Answer =
        """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""";

    private const string Refusal = """{"error":{"message":"Too many requests","type":"rate_limit_error","code":"rate_limit_exceeded","param":null}}""";

    private readonly Lock _lock = new();
    private readonly HiddenLimit[] _limits = row.Scenario.Limits(1);
    private readonly SeededChance _chance = new(7);
    private readonly List<UpstreamSighting> _seen = [];
    private int _refused;
    private long _began = Stopwatch.GetTimestamp();

    public void Begin() => _began = Stopwatch.GetTimestamp();

    public UpstreamSighting[] Counts()
    {
        lock (_lock)
            return [.. _seen];
    }

    public async Task AnswerAsync(HttpContext context, int index)
    {
        // Read first, as real upstreams do, so that the connection can be used again.
        using var reader = new StreamReader(context.Request.Body);
        var isRefused = (await reader.ReadToEndAsync(context.RequestAborted)).Contains(RefusedRequests.Word, StringComparison.Ordinal);
        var (status, retryAfter, length) = Judge(index);
        try
        {
            if (isRefused && status == 200)
                await RefuseAsync(context, index);
            else if (status == 200)
                await AdmitAsync(context, index, length);
            else
                await FailAsync(context, status, retryAfter);
        }
        catch (OperationCanceledException)
        {
            // The client has gone; for the limit that makes no difference.
        }
    }

    private (int Status, double? RetryAfter, double Length) Judge(int index)
    {
        lock (_lock)
        {
            var now = Stopwatch.GetElapsedTime(_began).TotalMilliseconds;
            var outage = Array.Find(row.Outages, o => o.Holds(index, now));
            var (status, retryAfter) = outage?.Kind switch
            {
                OutageKind.Broken => (-1, (double?)null),
                OutageKind.Hanging => (0, null),
                OutageKind.BadGateway => (502, null),
                OutageKind.Throttled => (429, 1),
                OutageKind.Revoked => (401, null),
                _ => _limits[index].Take(now) is { } wait ? (429, row.Scenario.HintOf(wait) is { } hint ? Math.Ceiling(hint / 1000) : null)
                    : (200, null),
            };
            var chance = _chance.Next();
            _seen.Add(new UpstreamSighting(index, now, status));
            return (status, retryAfter, row.Scenario.AnswerMs(chance * _chance.Next()));
        }
    }

    private async Task RefuseAsync(HttpContext context, int index)
    {
        string body;
        lock (_lock)
        {
            _limits[index].Done();
            (context.Response.StatusCode, body) = RefusedRequests.Next(_refused++);
        }
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private static async Task FailAsync(HttpContext context, int status, double? retryAfter)
    {
        if (status == 0)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (status < 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(status == 401 ? """{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}""" : Refusal, context.RequestAborted);
    }

    private async Task AdmitAsync(HttpContext context, int index, double length)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(length), context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Answer, context.RequestAborted);
        }
        finally
        {
            lock (_lock)
                _limits[index].Done();
        }
    }
}
