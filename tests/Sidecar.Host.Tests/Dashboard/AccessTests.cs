using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Sidecar.Host.Tests.Kit;
using static Microsoft.Playwright.Assertions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>The pages pass the rules of axe, in both colour schemes and on a telephone.</summary>
public sealed class AccessTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserTheory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task no_page_breaks_a_rule_or_is_wider_than_the_screen(int width, ColorScheme scheme)
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("nim", a, more: "rpm = 40") + Backend("groq", b, "fallback") + Backend("off", b, "fallback", more: "enabled = false")
                + Calm);
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken, width, scheme,
            "a-name-as-long-as-one-is-allowed-to-be-12");
        await Expect(page.Locator(".pool").First).ToContainTextAsync("available", Patient);
        using var response = await sidecar.Post();
        await sidecar.Ended(response.Id());
        await sidecar.Audit();
        await Expect(page.Locator(".walks")).ToContainTextAsync("routing", Patient);
        var broken = await Broken(page, width);

        foreach (var path in new[] { "/backends", "/backends/nim", "/backends/nim?do=rest", "/backends/nim?done=rest",
            "/backends/off?do=enable", $"/requests/{response.Id()}", "/sign-in", "/sign-in?refused&name" })
        {
            await page.GotoAsync(path);
            broken.AddRange(await Broken(page, width));
        }

        Assert.Empty(broken);
        Assert.Empty(complaints);
    }

    private static async Task<List<string>> Broken(IPage page, int width)
    {
        var found = (await page.RunAxe()).Violations
            .SelectMany(rule => rule.Nodes.Select(node => $"{page.Url}: {rule.Impact} {rule.Id} at {node.Target}: {rule.Help}")).ToList();
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (wide > width)
            found.Add($"{page.Url} is {wide} wide");
        return found;
    }
}
