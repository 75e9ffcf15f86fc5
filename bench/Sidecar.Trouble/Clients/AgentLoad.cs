using System.Diagnostics;
using System.Text;
using Sidecar.Bench.Limits.Upstreams;
using Sidecar.Trouble.Subjects;

namespace Sidecar.Trouble.Clients;

/// <summary>Sends each request when it is due, whatever became of those before.</summary>
internal sealed class AgentLoad(HttpClient http, Subject subject)
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"Is it so?"}],"max_tokens":16}""");

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
            all[i] = AskAsync(began);
        }
        return await Task.WhenAll(all);
    }

    // As the OpenAI SDKs retry: 408, 409, 429 and 5xx, what x-should-retry says first; Retry-After up to a minute, else 0.5 s × 2^n up to 8 s, less up to a quarter by chance.
    private async Task<ClientAnswer> AskAsync(long began)
    {
        var asked = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        for (var attempt = 0; ; attempt++)
        {
            var (status, retryAfter, shouldRetry) = await SendAsync(subject.NextAddress);
            if (attempt == subject.Retries || !(shouldRetry ?? status is 0 or 408 or 409 or 429 or >= 500))
                return new ClientAnswer(asked, Stopwatch.GetElapsedTime(began).TotalMilliseconds, status);
            var backoff = Math.Min(8, 0.5 * Math.Pow(2, attempt)) * (1 - (0.25 * Chance()));
            await Task.Delay(TimeSpan.FromSeconds(retryAfter is > 0 and <= 60 ? retryAfter.Value : backoff));
        }
    }

    private double Chance()
    {
        lock (_chance)
            return _chance.Next();
    }

    private async Task<(int Status, double? RetryAfter, bool? ShouldRetry)> SendAsync(Uri target)
    {
        try
        {
            using var content = new ByteArrayContent(Body);
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
