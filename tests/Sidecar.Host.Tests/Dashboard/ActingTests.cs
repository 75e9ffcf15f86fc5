using System.Text.Json;
using Microsoft.Playwright;
using Sidecar.Host.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>What an operator does on the pages is confirmed first, then done, shown, and journalled with the operator's name.</summary>
public sealed class ActingTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task a_rest_is_asked_again_shown_and_journalled_with_who_and_why()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Calm);
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken, name: "alice");

        await page.GetByRole(AriaRole.Link, new() { Name = "Rest nim" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByText("available")).ToBeVisibleAsync();
        Assert.Empty(await sidecar.Audit());
        await page.GetByRole(AriaRole.Link, new() { Name = "Rest" }).ClickAsync();
        await page.GetByLabel("For", new() { Exact = true }).SelectOptionAsync("30 minutes");
        await page.GetByLabel("Why").FillAsync("repairs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cool it down" }).ClickAsync();

        await Expect(page.GetByText("Done: it is cooling down")).ToBeFocusedAsync();
        await Expect(page.Locator(".state.cooling")).ToBeVisibleAsync();
        using (var refused = await sidecar.Post())
            Assert.Equal(503, (int)refused.StatusCode);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End its cooldowns" }).ClickAsync();
        await Expect(page.Locator(".state.available")).ToBeVisibleAsync();
        using (var served = await sidecar.Post())
            Assert.Equal(200, (int)served.StatusCode);

        var causes = (await sidecar.Audit()).Select(e => e.GetProperty("data").GetProperty("cause")).ToList();
        Assert.Equal(["dashboard:alice", "dashboard:alice"], causes.Select(cause => cause.GetProperty("by").GetString()));
        Assert.Equal("repairs", causes[0].GetProperty("why").GetString());
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task a_backend_of_the_file_is_switched_off_and_on_and_cannot_be_removed()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Calm);
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);

        await page.GetByRole(AriaRole.Link, new() { Name = "Disable nim" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Remove" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Change key" })).ToHaveCountAsync(0);
        await page.GetByLabel("Why").FillAsync("too dear");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable it" }).ClickAsync();
        await Expect(page.Locator(".state.disabled")).ToBeVisibleAsync();
        using (var refused = await sidecar.Post())
            Assert.Equal(404, (int)refused.StatusCode);
        await page.GetByRole(AriaRole.Link, new() { Name = "Enable" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enable it" }).ClickAsync();
        await Expect(page.Locator(".state.available")).ToBeVisibleAsync();
        using (var served = await sidecar.Post())
            Assert.Equal(200, (int)served.StatusCode);

        var events = (await sidecar.Audit()).Select(e => e.GetProperty("data")).ToList();
        Assert.Equal(["dashboard", "dashboard"], events.Select(data => data.GetProperty("by").GetString()));
        Assert.Equal(("too dear", JsonValueKind.False), (events[0].GetProperty("why").GetString(), events[0].GetProperty("enabled")
            .ValueKind));
        Assert.False(events[1].TryGetProperty("enabled", out _));
        Assert.Empty(complaints);
    }

    [BrowserFact]
    public async Task without_a_mouse_a_backend_is_sent_to_rest()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("nim", a) + Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        var rest = page.GetByRole(AriaRole.Link, new() { Name = "Rest nim" });
        await rest.WaitForAsync();

        for (var i = 0; i < 20 && !await rest.EvaluateAsync<bool>("e => e === document.activeElement"); i++)
            await page.Keyboard.PressAsync("Tab");
        Assert.NotEqual("none", await rest.EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("For", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("by keys alone");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("Done: it is cooling down")).ToBeFocusedAsync();
        Assert.Equal("by keys alone", Assert.Single(await sidecar.Audit()).GetProperty("data").GetProperty("cause").GetProperty("why")
            .GetString());
    }

    [BrowserFact]
    public async Task what_is_refused_is_said_in_words()
    {
        await using var sidecar = await RunningSidecar.Start(Backend("nim", RawUpstream.Refusing()) + Calm);
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        await page.GotoAsync("/backends/nim?do=test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the test" }).ClickAsync();
        await Expect(page.GetByText("Nothing listens at")).ToBeFocusedAsync();

        await page.GotoAsync("/backends/nim?do=rest");
        await page.EvaluateAsync("document.querySelector('#for option').value = 'soon'");
        await page.GetByLabel("For", new() { Exact = true }).SelectOptionAsync("soon");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cool it down" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("must be a duration from 1s to 30d");
        Assert.Empty(await sidecar.Audit());
    }

    [Fact]
    public async Task a_form_of_another_site_or_of_a_stranger_does_nothing()
    {
        await using var sidecar = await RunningSidecar.Start(Backend("nim", "http://127.0.0.1:9/v1") + Calm);
        using var stranger = new Visitor(sidecar.Address);
        using var operatorHere = new Visitor(sidecar.Address);
        using (await operatorHere.SignIn(RunningSidecar.AdminToken))
        {
        }

        using var unknown = await stranger.Post("/backends/nim?do=rest", await stranger.Form("/sign-in"), ("_handler", "act"),
            ("for", "10m"));
        using var forged = await operatorHere.Post("/backends/nim?do=rest", "", ("_handler", "act"), ("for", "10m"));

        Assert.Equal((302, 400), ((int)unknown.StatusCode, (int)forged.StatusCode));
        Assert.Empty(await sidecar.Audit());
    }
}
