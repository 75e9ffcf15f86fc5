using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sidecar.Bench.Limits.Upstreams;
using Sidecar.Trouble.Subjects;
using Sidecar.Trouble.Upstream;

namespace Sidecar.Trouble.Clients;

/// <summary>Sends each request when it is due, whatever became of earlier ones. Each is a conversation of its own, so that no earlier
/// request determines where it is sent.</summary>
internal sealed class AgentLoad(HttpClient http, Subject subject, TroubleRow row, int retries = 2)
{
    private readonly SeededChance _chance = new(11);

    public async Task<ClientAnswer[]> RunAsync(double[] due)
    {
        var began = Stopwatch.GetTimestamp();
        var all = new Task<ClientAnswer>[due.Length];
        for (var i = 0; i < due.Length; i++)
        {
            var wait = due[i] - Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (wait > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(wait));
            all[i] = AskAsync(began, BodyOf(i), row.IsRefused(i));
        }
        return await Task.WhenAll(all);
    }

    // Retries as the OpenAI SDKs do: after 408, 409, 429 and 5xx, unless x-should-retry says otherwise; waits for Retry-After up to a
    // minute, else for 0.5 s × 2^n up to 8 s, minus a random part of up to a quarter.
    private async Task<ClientAnswer> AskAsync(long began, byte[] body, bool isRefused)
    {
        var asked = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        for (var attempt = 0; ; attempt++)
        {
            var (status, retryAfter, shouldRetry) = await SendAsync(subject.NextAddress, body);
            if (attempt == retries || !(shouldRetry ?? status is 0 or 408 or 409 or 429 or >= 500))
                return new ClientAnswer(asked, Stopwatch.GetElapsedTime(began).TotalMilliseconds, status, isRefused);
            var backoff = Math.Min(8, 0.5 * Math.Pow(2, attempt)) * (1 - (0.25 * Chance()));
            await Task.Delay(TimeSpan.FromSeconds(retryAfter is > 0 and <= 60 ? retryAfter.Value : backoff));
        }
    }

    private byte[] BodyOf(int request) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"model":"m","messages":[{"role":"user","content":"{{(row.IsRefused(request) ? RefusedRequests.Word : "Is it so")}}, {{request}}?"}],"max_tokens":16}"""));

    private double Chance()
    {
        lock (_chance)
            return _chance.Next();
    }

    private async Task<(int Status, double? RetryAfter, bool? ShouldRetry)> SendAsync(Uri target, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
            if (subject.PortkeyConfig is { } config)
                request.Headers.Add("x-portkey-config", config);
            using var answer = await http.SendAsync(request);
            bool? should = answer.Headers.TryGetValues("x-should-retry", out var values) ? values.First() == "true" : null;
            return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta?.TotalSeconds, should);
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException)
        {
            return (0, null, null);
        }
    }
}
