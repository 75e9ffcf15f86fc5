using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sidecar.Host.Tests.Kit;

/// <summary>Requests as agents send them, and the parts of the answers that tests read.</summary>
internal static class Chat
{
    public const string Path = "/v1/chat/completions";

    public const string Plain = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    public const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    public static HttpRequestMessage Request(string body = Plain, string path = Path, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.RelativeOrAbsolute)) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>Sends it and waits only for the head of the answer.</summary>
    public static Task<HttpResponseMessage> Post(this RunningSidecar sidecar, string body = Plain, string path = Path,
        CancellationToken cancellation = default) =>
        sidecar.Client.SendAsync(Request(body, path), HttpCompletionOption.ResponseHeadersRead, cancellation).Soon();

    public static Task<HttpResponseMessage> Send(this RunningSidecar sidecar, HttpRequestMessage request) =>
        sidecar.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();

    public static async Task<HttpResponseMessage> Get(this RunningSidecar sidecar, string path) =>
        await sidecar.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead).Soon();

    public static Task<string> Text(this HttpResponseMessage response) => response.Content.ReadAsStringAsync().Soon();

    public static Task<byte[]> Bytes(this HttpResponseMessage response) => response.Content.ReadAsByteArrayAsync().Soon();

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values) : null;

    /// <summary>The value of the x-sidecar-… header with this name, given without the prefix.</summary>
    public static string? Label(this HttpResponseMessage response, string name) => response.Header("x-sidecar-" + name);

    public static string Id(this HttpResponseMessage response) => response.Label("request-id")!;

    public static async Task<JsonElement> Error(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Text()).RootElement.GetProperty("error");
}
