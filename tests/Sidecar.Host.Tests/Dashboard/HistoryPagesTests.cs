using System.Net;
using Microsoft.Playwright;
using Sidecar.Host.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>What is shown of the time before somebody looked.</summary>
public sealed class HistoryPagesTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact]
    public async Task what_happened_before_anybody_looked_is_there_at_the_first_look()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Backend("groq", b, "fallback") + Calm);
        for (var i = 0; i < 3; i++)
            using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
                await sidecar.Ended(response.Id());

        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);

        await Expect(page.Locator(".tiles")).ToContainTextAsync("0 of 3 requests", Patient);
        await Expect(page.Locator(".walks tbody tr")).ToHaveCountAsync(3, new() { Timeout = 20_000 });
        await Expect(page.Locator(".history")).ToContainTextAsync("3 requests, 3 of them answered", Patient);
        await Expect(page.Locator(".history")).ToContainTextAsync("1 upstream 429s, 0 waits");
        await Expect(page.Locator(".verdict")).ToContainTextAsync("rests");
        await Expect(page.Locator(".resting")).ToContainTextAsync("nim");
        await Expect(page.Locator(".history svg .point").First).ToBeAttachedAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task time_in_which_no_sidecar_ran_is_unknown_and_values_are_a_table_too()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Calm);
        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.UsageAfter(response.Id());
        using var visitor = new Visitor(sidecar.Address);
        await visitor.SignIn(RunningSidecar.AdminToken);

        var (status, text) = await visitor.Get("/history?range=hour&by=backend&of=nim");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("unknown: Sidecar did not run", text, StringComparison.Ordinal);
        Assert.Contains("1 requests, 1 of them answered", text, StringComparison.Ordinal);
        Assert.Contains("median:", text, StringComparison.Ordinal);
        Assert.Contains("Values of all charts", text, StringComparison.Ordinal);
        Assert.DoesNotContain("(all others)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task usage_is_shown_by_each_of_its_columns_and_as_a_file()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Calm);
        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.UsageAfter(response.Id());
        using var visitor = new Visitor(sidecar.Address);
        Assert.Equal(HttpStatusCode.Found, (await visitor.Get("/usage/csv")).Status);
        await visitor.SignIn(RunningSidecar.AdminToken);

        foreach (var by in new[] { "client", "model", "backend", "day" })
            Assert.Contains($"Usage by {by}", (await visitor.Get($"/usage?range=hour&by={by}")).Text, StringComparison.Ordinal);
        using var file = await visitor.Client.GetAsync(new Uri("/usage/csv?range=hour&by=backend", UriKind.Relative));

        Assert.Equal("text/csv", file.Content.Headers.ContentType?.MediaType);
        var lines = (await file.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("day,backend,requests,attempts,unsuccessful_attempts,prompt_tokens,cached_tokens,completion_tokens,reasoning_tokens,"
            + "total_tokens,cost", lines[0]);
        Assert.EndsWith(",nim,1,1,0,11,,7,,18,", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [BrowserFact]
    public async Task a_request_is_found_by_its_id_and_by_what_it_was_and_drawn()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Backend("groq", b, "fallback") + Calm);
        string id;
        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.UsageAfter(id = response.Id());
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);

        await page.GetByLabel("Request id").FillAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(page.Locator(".waterfall tbody tr").First).ToContainTextAsync("1. nim", Patient);
        await Expect(page.Locator(".waterfall tbody tr").Nth(1)).ToContainTextAsync("2. groq");
        await Expect(page.Locator(".steps")).ToContainTextAsync("attempt 1 at nim: 429");

        await page.GetByRole(AriaRole.Link, new() { Name = "Requests" }).First.ClickAsync();
        await page.GetByLabel("Error").SelectOptionAsync("upstream_rate_limited");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(page.Locator(".found tbody tr")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await page.GotoAsync("/requests?backend=nobody");
        await Expect(page.Locator(".found")).ToContainTextAsync("None.");
        await page.GotoAsync("/requests?status=teapot");
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("A status");
        Assert.Empty(complaints);
    }
}
