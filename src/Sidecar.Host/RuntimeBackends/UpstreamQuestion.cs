using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Sends a test request to an upstream in the way the proxy would: with the same address, key and headers.</summary>
internal sealed class UpstreamQuestion(UpstreamConnections connections)
{
    private const int MostRead = 4 * 1024 * 1024;

    /// <summary>Asks for the list of models.</summary>
    public Task<UpstreamWord> ModelsAsync(Backend backend, CancellationToken cancellation) =>
        AskAsync(backend, HttpMethod.Get, "/v1/models", cancellation);

    /// <summary>Sends an empty generation: if the path is correct, the upstream refuses it, at no cost.</summary>
    public Task<UpstreamWord> EmptyGenerationAsync(Backend backend, CancellationToken cancellation) =>
        AskAsync(
            backend, HttpMethod.Post, backend.Dialect == BackendDialect.Anthropic ? "/v1/messages" : "/v1/chat/completions", cancellation);

    private async Task<UpstreamWord> AskAsync(Backend backend, HttpMethod method, string path, CancellationToken cancellation)
    {
        var model = backend.Models.Count > 0 ? backend.UpstreamNameOf(backend.Models[0].Name) : null;
        using var request = new HttpRequestMessage(method, UpstreamAddresses.Of(backend, path, "", model));
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent("{}"u8.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        UpstreamCredentials.AddTo(request, backend);
        using var answer = await connections.For(backend).SendAsync(request, cancellation);
        var models = answer.IsSuccessStatusCode ? await CountAsync(answer, cancellation) : null;
        return new UpstreamWord(request.RequestUri!, answer.StatusCode, models);
    }

    private static async Task<int?> CountAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(MostRead, cancellation);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Array
                ? data.GetArrayLength()
                : null;
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }
}

/// <summary>An upstream's answer to a test request.</summary>
/// <param name="Models">How many models it listed; null: the answer is not a list.</param>
internal sealed record UpstreamWord(Uri Address, HttpStatusCode Status, int? Models)
{
    /// <summary>There is nothing at this path, or something else.</summary>
    public bool IsAbsent =>
        Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed || (Status < HttpStatusCode.Ambiguous && Models is null);

    /// <summary>The path exists: the empty generation was read, and refused for being empty.</summary>
    public bool IsRefusedAsEmpty =>
        Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.UnsupportedMediaType;
}
