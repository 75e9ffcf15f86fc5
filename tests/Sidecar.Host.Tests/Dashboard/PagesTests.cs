using Microsoft.Playwright;
using Sidecar.Host.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>The pages in a real browser.</summary>
public sealed class PagesTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact]
    public async Task a_rest_shows_by_itself_with_its_reason_and_the_request_leads_to_why()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Backend("groq", b, "fallback") + Calm);
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        var nim = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "nim" });
        await Expect(nim.First).ToContainTextAsync("available", Patient);

        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.Ended(response.Id());

        await Expect(nim.First).ToContainTextAsync("cooling", Patient);
        await Expect(nim.First).ToContainTextAsync("rate limited", Patient);
        await page.GetByRole(AriaRole.Link, new() { Name = "Why request" }).First.ClickAsync();
        var steps = page.Locator(".steps");
        await Expect(steps).ToContainTextAsync("attempt 1 at nim: 429", Patient);
        await Expect(steps).ToContainTextAsync("left event 1 cooldown-started.v1", Patient);
        await Expect(steps).ToContainTextAsync("end: 200", Patient);
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task a_backends_page_draws_its_rests_and_names_who_caused_them()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Backend("groq", b, "fallback") + Calm);
        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.Ended(response.Id());
        await sidecar.Audit();
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);

        await page.Locator(".pool").GetByRole(AriaRole.Link, new() { Name = "nim", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "1 cooldowns" })).ToBeVisibleAsync();
        await Expect(page.Locator("rect.rate_limited")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "rate limited" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "request", Exact = true }).ClickAsync();
        await Expect(page.Locator(".steps")).ToContainTextAsync("attempt 1 at nim: 429", Patient);
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task on_a_phone_nothing_is_wider_than_the_screen()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a-backend-with-a-name-that-is-longer-than-any-telephone-is-wide", a) + Calm);
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken, width: 390, scheme: ColorScheme.Dark);
        await Expect(page.Locator(".pool").First).ToContainTextAsync("available", Patient);
        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.Ended(response.Id());
        await Expect(page.Locator(".walks")).ToContainTextAsync("routing", Patient);

        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task everything_has_a_name_for_those_who_listen()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "rpm = 40") + Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        await Expect(page.Locator(".pool").First).ToContainTextAsync("0 of 40", Patient);

        await Expect(page.GetByRole(AriaRole.Meter, new() { Name = "Requests a minute of a" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Requests in each of the last 59 seconds" })).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('a,button,input:not([type=hidden])')].filter(e => !(e.innerText || "
                + "e.getAttribute('aria-label') || e.labels?.length)).length"));
        Assert.Equal("en", await page.EvaluateAsync<string>("document.documentElement.lang"));
    }

    [BrowserFact]
    public async Task who_waits_is_shown_with_place_and_time_and_leads_to_its_walk()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("200"));
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a)
            + "primary-wait.interval = 60s, emergency.rounds = 0, http.deadline = 5m");
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        await Expect(page.Locator(".queue")).ToContainTextAsync("nobody", Patient);
        using var gone = new CancellationTokenSource();
        var asked = Enumerable.Range(0, 12).Select(_ => sidecar.Client.SendAsync(Chat.Request(), gone.Token)).ToList();

        await Expect(page.Locator(".queue")).ToContainTextAsync("12 requests", Patient);
        await Expect(page.Locator(".queue tbody tr")).ToHaveCountAsync(10);
        await Expect(page.Locator(".queue")).ToContainTextAsync("and 2 more");
        await Expect(page.Locator(".queue tbody tr").First).ToContainTextAsync("until");
        await page.Locator(".queue tbody a").First.ClickAsync();
        await Expect(page.Locator(".steps")).ToContainTextAsync("primary-wait", Patient);
        await gone.CancelAsync();
        await Task.WhenAll(asked.Select(task => Assert.ThrowsAnyAsync<OperationCanceledException>(() => task)));
        await page.GotoAsync("/");
        await Expect(page.Locator(".queue")).ToContainTextAsync("nobody", Patient);
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task a_big_pool_is_shown_by_the_page_and_by_what_rests()
    {
        await using var sidecar = await RunningSidecar.Start(string.Concat(
            Enumerable.Range(1, 60).Select(i => Backend($"b{i}", "http://127.0.0.1:9/v1", more: i == 40 ? "enabled = false" : ""))) + Calm);
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        var rows = page.Locator(".pool").First.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(25, new() { Timeout = 20_000 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Next backends of primary" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next backends of primary" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(10);
        await Expect(page.Locator(".pager")).ToContainTextAsync("51 to 60 of 60");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next backends of primary" })).ToBeDisabledAsync();
        await page.GetByLabel("only those that are cooling down or disabled").CheckAsync();

        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.First).ToContainTextAsync("b40");
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task requests_that_are_held_stay_until_they_are_let_go()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        await Expect(page.Locator(".pool").First).ToContainTextAsync("available", Patient);
        using (await sidecar.Post())
        {
        }
        await Expect(page.Locator(".walks tbody tr")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Hold" }).ClickAsync();
        await Expect(page.Locator(".walks")).ToContainTextAsync("held");

        using (await sidecar.Post())
        {
        }
        await Expect(page.Locator(".tiles")).ToContainTextAsync("0 of 2 requests", Patient);
        await Expect(page.Locator(".walks tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Hold" }).ClickAsync();

        await Expect(page.Locator(".walks tbody tr")).ToHaveCountAsync(2);
    }

    [BrowserFact]
    public async Task signing_out_leads_back_to_the_door()
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.GetByLabel("Admin token")).ToBeFocusedAsync();
    }
}
