using System.Net.Http.Json;

namespace Sidecar.Host.Demo;

/// <summary>The simulated client: sends requests at the pace of <see cref="DemoPace"/>, every second one as a stream, and reads each
/// answer to its end.</summary>
internal sealed class DemoLoad(Uri sidecar, DemoTally tally, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs until <paramref name="stop"/>; requests still running then are abandoned.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = sidecar, Timeout = Patience };
        using var timer = new PeriodicTimer(Tick, time);
        var (began, sent, owed, last) = (time.GetTimestamp(), 0, 0.0, TimeSpan.Zero);
        var running = new List<Task>();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var since = time.GetElapsedTime(began);
                for (owed += DemoPace.RateAt(since) * (since - last).TotalSeconds; owed >= 1; owed--)
                    running.Add(SendAsync(client, isStream: sent++ % 2 == 1, stop));
                last = since;
                running.RemoveAll(task => task.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task SendAsync(HttpClient client, bool isStream, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = JsonContent.Create(new DemoRequest(SimulatedBackend.Model, isStream, [new("user", "Say something simulated.")]),
                    DemoJson.Default.DemoRequest),
            };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            var isWhole = await IsWholeAsync(response, isStream, stop);
            tally.Add((int)response.StatusCode, HeaderOf(response, "x-sidecar-phase"), HeaderOf(response, "x-sidecar-backend"), isWhole);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The demonstration is over.
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            tally.Add(0, null, null, isWhole: false);
        }
    }

    private static async Task<bool> IsWholeAsync(HttpResponseMessage response, bool isStream, CancellationToken stop)
    {
        try
        {
            var text = await response.Content.ReadAsStringAsync(stop);
            return !response.IsSuccessStatusCode || !isStream || text.Contains("[DONE]", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}

/// <summary>A chat request in the usual form.</summary>
internal sealed record DemoRequest(string Model, bool Stream, IReadOnlyList<DemoMessage> Messages);

/// <summary>One message of the request.</summary>
internal sealed record DemoMessage(string Role, string Content);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower)]
[System.Text.Json.Serialization.JsonSerializable(typeof(DemoRequest))]
internal sealed partial class DemoJson : System.Text.Json.Serialization.JsonSerializerContext;
