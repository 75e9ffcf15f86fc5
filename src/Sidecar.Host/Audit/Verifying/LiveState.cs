using System.Net.Http.Headers;
using System.Text.Json;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>What the backends of a running server remember (<c>GET /admin/state</c>), which they do without the journal.</summary>
public sealed record LiveState(IReadOnlyList<LiveBackend> Backends)
{
    /// <summary>Throws <see cref="HttpRequestException"/> when the server refuses, and <see cref="InvalidDataException"/> when it answers
    /// something else.</summary>
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

/// <summary>One backend as its actor remembers it.</summary>
/// <param name="At">When it said so: of the journal's events, those up to here must lead there.</param>
/// <param name="UnwrittenEvents">Events on their way to the journal, which it cannot lead to yet.</param>
/// <param name="Fields">All that was said.</param>
public sealed record LiveBackend(string Backend, DateTimeOffset At, int UnwrittenEvents, JsonElement Fields)
{
    internal static LiveBackend Read(JsonElement json) => new(
        json.GetProperty("backend").GetString()!, json.GetProperty("at").GetDateTimeOffset(),
            json.GetProperty("unwritten_events").GetInt32(), json.Clone());
}
