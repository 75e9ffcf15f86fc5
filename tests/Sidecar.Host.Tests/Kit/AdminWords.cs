using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sidecar.Host.Tests.Kit;

/// <summary>What an operator sends to the admin endpoints.</summary>
internal static class AdminWords
{
    public static async Task<(int Status, JsonElement Answer, string Text)> Send(
        this HttpClient client, string method, string path, string? body = null, string? by = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RunningSidecar.AdminToken);
        if (by is not null)
            request.Headers.Add("x-sidecar-operator", by);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request).Soon();
        var text = await response.Text();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, text);
    }

    public static Task<(int Status, JsonElement Answer, string Text)> Operate(
        this RunningSidecar sidecar, string method, string path, string? body = null, string? by = null) =>
        sidecar.Client.Send(method, path, body, by);

    /// <summary>The definition of a backend, as the API accepts it.</summary>
    public static string Definition(string id, string baseUrl, string more = "") =>
        $$"""{"id":"{{id}}","pool":"primary","base-url":"{{baseUrl}}"{{(more.Length > 0 ? "," : "")}}{{more}}}""";
}
