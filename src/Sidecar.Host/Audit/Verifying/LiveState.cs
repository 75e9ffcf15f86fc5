using System.Net.Http.Headers;
using System.Text.Json;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>The memory of a running server's backends (<c>GET /admin/state</c>), which does not come from the journal.</summary>
public sealed record LiveState(IReadOnlyList<LiveBackend> Backends)
{
    /// <summary>Throws <see cref="HttpRequestException"/> if the server refuses, and <see cref="InvalidDataException"/> if its answer is
    /// not the expected one.</summary>
    public static async Task<LiveState> FetchAsync(HttpClient client, Uri server, string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/admin/state"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
    }

    public static LiveState Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new LiveState([.. document.RootElement.GetProperty("backends").EnumerateArray().Select(LiveBackend.Read)]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The server's state cannot be read: {fault.Message}", fault);
        }
    }
}

/// <summary>One backend's state from its actor's memory.</summary>
/// <param name="At">When it answered: the journal's events up to then must lead to this state.</param>
/// <param name="UnwrittenEvents">Events on their way to the journal, which it cannot contain yet.</param>
/// <param name="Fields">The whole answer.</param>
public sealed record LiveBackend(string Backend, DateTimeOffset At, int UnwrittenEvents, JsonElement Fields)
{
    internal static LiveBackend Read(JsonElement json) => new(
        json.GetProperty("backend").GetString()!, json.GetProperty("at").GetDateTimeOffset(),
            json.GetProperty("unwritten_events").GetInt32(), json.Clone());
}
