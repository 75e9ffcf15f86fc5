using System.Net;
using Microsoft.Playwright;
using Sidecar.Host.Tests.Dashboard;
using Sidecar.Host.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>Pages that were already open when something changed.</summary>
public sealed class OpenPagesTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 30_000 };

    [BrowserFact]
    public async Task signing_out_leads_every_tab_to_the_door_and_back_to_its_page()
    {
        await using var sidecar = await RunningSidecar.Start(Backend("a", "http://127.0.0.1:9/v1") + Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/backends/a");
        await Expect(other.Locator(".steady")).ToContainTextAsync("available", new() { Timeout = 30_000 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync(Patient);
        await other.Locator("#token").FillAsync(RunningSidecar.AdminToken);
        await other.Keyboard.PressAsync("Enter");

        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "a", Exact = true })).ToBeVisibleAsync(Patient);
        Assert.EndsWith("/backends/a", other.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_form_for_what_is_no_longer_offered_is_answered_in_words()
    {
        await using var sidecar = await RunningSidecar.Start(Backend("a", "http://127.0.0.1:9/v1") + Calm);
        using var visitor = new Visitor(sidecar.Address);
        using (await visitor.SignIn(RunningSidecar.AdminToken))
        {
        }
        await sidecar.Operate("POST", "/admin/backends/a/cooldown", """{"for":"10m"}""");
        var form = await visitor.Form("/backends/a?do=clear");
        await sidecar.Operate("DELETE", "/admin/backends/a/cooldown");

        using var late = await visitor.Post("/backends/a?do=clear", form, ("_handler", "act"), ("why", ""));
        using var foreign = await visitor.Post("/backends/a?do=rest", "of another session", ("_handler", "act"), ("for", "1m"));

        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Contains("Nothing was done", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Contains("Nothing was done", await foreign.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_pages_script_is_sent_packed_to_whom_can_unpack_it()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var plain = await sidecar.Get("/_framework/blazor.web.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/_framework/blazor.web.js", UriKind.Relative));
        request.Headers.Add("Accept-Encoding", "gzip, br");

        using var packed = await sidecar.Send(request);

        Assert.Equal((null, "br"), (plain.Header("content-encoding"), packed.Header("content-encoding")));
        Assert.True((await packed.Bytes()).Length * 2 < (await plain.Bytes()).Length);
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
    }
}
