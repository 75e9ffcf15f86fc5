using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Sidecar.Load;

/// <summary>What a load came to.</summary>
/// <param name="Units">Requests, or events of streams.</param>
internal sealed record LoadResult(long Units, long Failures, TimeSpan Elapsed);

/// <summary>Closed loops against one address.</summary>
internal static class LoadClient
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"model":"m","messages":[{"role":"user","content":"PAD"}]}""".Replace("PAD", new string('y', 960), StringComparison.Ordinal));

    private static readonly byte[] StreamBody = Encoding.UTF8.GetBytes(
        """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""");

    /// <summary>1 KB up and 1 KB down over <paramref name="connections"/> connections, each with one request at a time.</summary>
    public static Task<LoadResult> PlainAsync(Uri address, int connections, TimeSpan duration) =>
        LoopAsync(connections, duration, async (client, stop) =>
        {
            using var answer = await SendAsync(client, new Uri(address, "/v1/chat/completions"), Body, stop);
            await answer.Content.CopyToAsync(Stream.Null, stop);
            return answer.IsSuccessStatusCode ? 1 : -1;
        });

    /// <summary>Streams of <paramref name="events"/> events, <paramref name="gap"/> ms apart, one after the other on each connection.</summary>
    public static Task<LoadResult> StreamsAsync(Uri address, int connections, int events, int gap, TimeSpan duration) =>
        LoopAsync(connections, duration, async (client, stop) =>
        {
            using var answer = await SendAsync(client, new Uri(address, $"/v1/chat/completions?events={events}&gap={gap}"), StreamBody, stop);
            await answer.Content.CopyToAsync(Stream.Null, stop);
            return answer.IsSuccessStatusCode ? events : -1;
        });

    private static async Task<LoadResult> LoopAsync(int connections, TimeSpan duration, Func<HttpMessageInvoker, CancellationToken, Task<int>> once)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = connections });
        long units = 0, failures = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await Task.Yield();
            while (watch.Elapsed < duration)
            {
                var done = await once(client, CancellationToken.None);
                if (done > 0)
                    Interlocked.Add(ref units, done);
                else
                    Interlocked.Increment(ref failures);
            }
        }));
        return new LoadResult(units, failures, watch.Elapsed);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, Uri uri, byte[] body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await client.SendAsync(request, stop);
    }
}
