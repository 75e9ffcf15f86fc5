using System.Text;
using Microsoft.Playwright;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Microsoft.Playwright.Assertions;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Dashboard;

/// <summary>A backend that is added, given another key and removed on the dashboard.</summary>
public sealed class OwnBackendTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string First = "sk-TYPEDKEY-51ab";
    private const string Second = "sk-TYPEDKEY-92cd";
    private const string Master = "master-key-of-these-tests-0123456789";
    private const string Models = """{"object":"list","data":[{"id":"m"},{"id":"n"}]}""";

    private readonly TemporaryDirectory _keys = new();

    [BrowserFact]
    public async Task it_serves_the_next_request_keeps_its_key_to_itself_and_is_there_after_a_restart()
    {
        var file = Path.Combine(_keys.Path, "master");
        await File.WriteAllTextAsync(file, Master);
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm + $"keys.master-key-file = \"{file}\"\n");
        var (page, complaints) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken, name: "alice");
        var seen = new StringBuilder();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
            Note(seen, frame.Text ?? Encoding.Latin1.GetString(frame.Binary ?? []));

        // The form first shows what is wrong and keeps the other values, but never shows the key that was typed in.
        await page.GetByRole(AriaRole.Link, new() { Name = "Backends" }).ClickAsync();
        var refused = await page.RunAndWaitForResponseAsync(() => Add(page, a, "-1"), response =>
            response.Request.Method == "POST" && response.Request.ResourceType == "document");
        Note(seen, await refused.TextAsync());
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("rpm: must be between");
        await Expect(page.GetByLabel("Id", new() { Exact = true })).ToHaveValueAsync("mine");
        await Expect(page.GetByLabel("API key")).ToHaveValueAsync("");
        await Add(page, a, "60");
        await Expect(page.GetByText("Done: the backend is there")).ToBeFocusedAsync();
        using (var served = await sidecar.Post())
            Assert.Equal(200, (int)served.StatusCode);

        a.Then(Reply.Json(Models));
        await page.GetByRole(AriaRole.Link, new() { Name = "Test" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the test" }).ClickAsync();
        await Expect(page.GetByText("It answers, and lists 2 models.")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Change key" }).ClickAsync();
        await page.GetByLabel("New API key").FillAsync(Second);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the key" }).ClickAsync();
        await Expect(page.GetByText("with the new key")).ToBeFocusedAsync();
        using (var served = await sidecar.Post())
            Assert.Equal(200, (int)served.StatusCode);

        foreach (var path in new[] { "/backends", "/backends/mine", "/backends/mine?do=key" })
            Note(seen, await Document(page, path));

        // From here on the browser complains about the closed socket.
        Assert.Empty(complaints);
        await sidecar.Restart();
        using (var served = await sidecar.Post())
            Assert.Equal(200, (int)served.StatusCode);
        var (again, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken, name: "bob");
        await again.GotoAsync("/backends/mine");
        await Expect(again.GetByText("at run time", new() { Exact = true })).ToBeVisibleAsync();
        await again.GetByRole(AriaRole.Link, new() { Name = "Remove" }).ClickAsync();
        await again.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await Expect(again.GetByText("None yet")).ToBeVisibleAsync();
        var events = await sidecar.Audit();
        await sidecar.StopAsync();

        Assert.Equal(["Bearer " + First, "Bearer " + First, "Bearer " + Second, "Bearer " + Second],
            a.Requests.Select(r => r.Header("authorization")));
        Assert.Equal(
            ["backend-added.v1 dashboard:alice", "backend-changed.v1 dashboard:alice", "backend-removed.v1 dashboard:bob"],
            events.Select(e => $"{e.GetProperty("type").GetString()} {e.GetProperty("data").GetProperty("by").GetString()}"));
        Assert.Contains("rpm: must be between", seen.ToString(), StringComparison.Ordinal);
        Assert.All([First, Second, Master, RunningSidecar.AdminToken], secret =>
        {
            Assert.DoesNotContain(secret, seen.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(events, e => e.GetRawText().Contains(secret, StringComparison.Ordinal));
            Assert.Empty(StoredText.Holding(sidecar, secret));
        });
    }

    [BrowserFact]
    public async Task without_a_master_key_the_form_says_what_to_set_and_takes_the_name_of_a_variable()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm + "admin.key-variables = [A_KEY]\n", ("A_KEY", "key-of-a"));
        var (page, _) = await browser.SignIn(sidecar.Address, RunningSidecar.AdminToken);
        await page.GotoAsync("/backends");

        await Expect(page.GetByRole(AriaRole.Note)).ToContainTextAsync("SIDECAR_MASTER_KEY");
        await Expect(page.GetByLabel("API key")).ToBeDisabledAsync();
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync("mine");
        await page.GetByLabel("Base URL").FillAsync(a.BaseUrl);
        await page.GetByLabel("or the variable").FillAsync("A_KEY");
        await page.GetByLabel("Models").FillAsync("m, other");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();

        await Expect(page.GetByText("m, other")).ToBeVisibleAsync();
        using var served = await sidecar.Post();
        Assert.Equal((200, "Bearer key-of-a"), ((int)served.StatusCode, (await a.Arrival()).Header("authorization")));
    }

    public void Dispose() => _keys.Dispose();

    private static async Task Add(IPage page, FakeUpstream upstream, string rpm)
    {
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync("mine");
        await page.GetByLabel("Base URL").FillAsync(upstream.BaseUrl);
        await page.GetByLabel("API key").FillAsync(First);
        await page.GetByLabel("Requests a minute").FillAsync(rpm);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();
    }

    /// <summary>What the server sends to a signed-in user who opens this page by its address.</summary>
    private static async Task<string> Document(IPage page, string path)
    {
        var response = await page.Context.APIRequest.GetAsync(path);
        Assert.Equal(200, response.Status);
        return await response.TextAsync();
    }

    private static void Note(StringBuilder seen, string text)
    {
        lock (seen)
            seen.AppendLine(text);
    }
}
