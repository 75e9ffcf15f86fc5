using Microsoft.Playwright;
using Sidecar.Host.Tests.Dashboard;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>What an upstream can do with the browser of a signed-in operator.</summary>
public sealed class ProxiedPageTests(Browser browser) : IClassFixture<Browser>
{
    private const string Attack =
        """
        <html><body>before<script>
          document.title = 'ran';
          fetch('/backends/a').then(r => r.text()).then(t => document.body.textContent = t);
          navigator.serviceWorker.register('/v1/worker.js', { scope: '/' });
        </script></body></html>
        """;

    private static readonly (string, string)[] Acting =
    [
        ("Content-Type", "text/html"), ("Set-Cookie", "sidecar-session=stolen; Path=/"), ("Service-Worker-Allowed", "/"),
            ("Clear-Site-Data", "\"*\""), ("Strict-Transport-Security", "max-age=9"),
        ("Refresh", "0; url=/backends"), ("Content-Security-Policy", "sandbox allow-scripts allow-same-origin"),
    ];

    [Theory]
    [InlineData("GET", "/v1/page", 200)]
    [InlineData("GET", "/v1/page", 404)]
    [InlineData("POST", Chat.Path, 200)]
    public async Task an_answer_is_sandboxed_and_loses_what_acts_on_the_origin(string method, string path, int status)
    {
        await using var a = await FakeUpstream.Start(Reply.Bytes("<html>"u8.ToArray(), status, Acting));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var answer = await sidecar.Send(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal((status, "text/html"), ((int)answer.StatusCode, answer.Header("content-type")));
        Assert.Equal(("sandbox", "nosniff"), (answer.Header("content-security-policy"), answer.Header("x-content-type-options")));
        Assert.All(["set-cookie", "service-worker-allowed", "clear-site-data", "strict-transport-security", "refresh"], name =>
            Assert.Null(answer.Header(name)));
    }

    [BrowserFact]
    public async Task an_upstreams_script_neither_runs_nor_reads_the_dashboard()
    {
        await using var a = await FakeUpstream.Start(Reply.Bytes(System.Text.Encoding.UTF8.GetBytes(Attack), 200, Acting));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);

        await page.GotoAsync("/v1/page");
        var (title, text) = (await page.TitleAsync(), await page.InnerTextAsync("body"));
        await page.GotoAsync("/backends");

        Assert.Equal(("", "before"), (title, text));
        Assert.Equal(0, await page.EvaluateAsync<int>("navigator.serviceWorker.getRegistrations().then(r => r.length)"));
        // The session is still the operator's own.
        Assert.Contains("/backends", page.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task a_foreign_page_uses_no_key()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        // A page without any origin of its own needs no host name that leads here; its requests say cross-site, and "null" as their origin.
        var attack = $$"""
            <body><img src="{{sidecar.Address}}v1/files/x/content"><script>
              Promise.allSettled([
                fetch('{{sidecar.Address}}v1/chat/completions', { method: 'POST', mode: 'no-cors', body: '{"model":"m"}' }),
                fetch('{{sidecar.Address}}v1/files/x', { method: 'DELETE' }),
                fetch('{{sidecar.Address}}v1/files')]).then(() => document.title = 'done');
            </script></body>
            """;

        await page.GotoAsync("data:text/html," + Uri.EscapeDataString(attack));
        await Assertions.Expect(page).ToHaveTitleAsync("done");

        Assert.Equal(0, a.Count);
    }
}
