using System.Net.Http.Headers;
using System.Text.Json;

namespace Sidecar.Audit.Verifying;

/// <summary>What a running server says of its backends (<c>GET /admin/audit/state</c>).</summary>
public sealed record LiveState(DateTimeOffset At, IReadOnlyList<LiveBackend> Backends)
{
    /// <summary>Throws <see cref="HttpRequestException"/> when the server refuses, and <see cref="InvalidDataException"/> when it answers something else.</summary>
    public static async Task<LiveState> FetchAsync(HttpClient client, Uri server, string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/admin/audit/state"));
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
            var root = document.RootElement;
            return new LiveState(root.GetProperty("at").GetDateTimeOffset(), [.. root.GetProperty("backends").EnumerateArray().Select(LiveBackend.Read)]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The server's state cannot be read: {fault.Message}", fault);
        }
    }
}

/// <summary>One backend as the server sees it.</summary>
/// <param name="State"><c>available</c>, <c>cooling</c> or <c>probing</c>.</param>
public sealed record LiveBackend(string Backend, string State, string? Reason, DateTimeOffset? Until, int Streak)
{
    internal static LiveBackend Read(JsonElement json) => new(
        json.GetProperty("backend").GetString()!,
        json.GetProperty("state").GetString()!,
        json.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
        json.TryGetProperty("until", out var until) && until.ValueKind == JsonValueKind.String ? until.GetDateTimeOffset() : null,
        json.GetProperty("streak").GetInt32());
}
