using System.Net;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>Keeps cookies and follows no redirects.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };

    public Visitor(Uri address) => Client = new HttpClient(_handler) { BaseAddress = address };

    public HttpClient Client { get; }

    public async Task<HttpResponseMessage> SignIn(string token, string name = "") =>
        await Post("/sign-in", await Form("/sign-in"), ("token", token), ("name", name));

    public async Task<(HttpStatusCode Status, string Text)> Get(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative)).Soon();
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    public async Task<string> Form(string path) => Field().Match((await Get(path)).Text).Groups[1].Value;

    public async Task<HttpResponseMessage> Post(string path, string antiforgery, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", antiforgery),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await Client.PostAsync(new Uri(path, UriKind.Relative), form).Soon();
    }

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex Field();
}
