using Sidecar.Host.Tests.Budgets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>Clients choose models, methods and paths, but must not determine the number of series.</summary>
[Collection(AllocationBudgetTests.Alone)]
public sealed class CardinalityTests
{
    private const int Models = 10_000;

    // Two are configured: one by a backend, one by an alias. Then come the first to be served, "unknown" and "other".
    private const int MostNames = 2 + 50 + 2;

    [Fact]
    public async Task ten_thousand_models_are_named_no_more_than_the_bound_allows()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start(Reply.Error(404));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b, "fallback", more: """models = [{ name = "configured" }]""") + Calm + """model-aliases { "short" = "behind-an-alias" }""");
        await Scrape.Begin(sidecar);

        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var n and <= Models)
            {
                using var sent = await sidecar.Post($$"""{"model":"model-{{n}}-{{Guid.NewGuid()}}","messages":[]}""");
                Assert.Equal(200, (int)sent.StatusCode);
            }
        }));
        foreach (var model in new[] { "configured", "short" })
            using (var sent = await sidecar.Post($$"""{"model":"{{model}}","messages":[]}"""))
                await sidecar.Ended(sent.Id());
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == Models + 2);

        var names = scrape.Values("gen_ai_request_model");
        Assert.InRange(names.Count, 3, MostNames);
        Assert.Contains("other", names);
        Assert.Contains("configured", names);
        Assert.Contains("behind-an-alias", names);
        Assert.DoesNotContain("short", names);
        Assert.InRange(scrape.Count, 1, MostNames * 80);
    }

    [Fact]
    public async Task models_that_nobody_served_are_never_named()
    {
        await using var a = await FakeUpstream.Start(Reply.Error(404));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        await Scrape.Begin(sidecar);

        for (var i = 0; i < 20; i++)
            using (var sent = await sidecar.Post($$"""{"model":"made-up-{{i}}","messages":[]}"""))
                await sidecar.Ended(sent.Id());
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 20);

        Assert.Equal(["other"], scrape.Values("gen_ai_request_model"));
    }

    [Fact]
    public async Task odd_methods_and_paths_make_no_series_of_their_own()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        await Scrape.Begin(sidecar);

        for (var i = 0; i < 20; i++)
        {
            using var request = Chat.Request("", $"/v1/path-{i}/x");
            request.Method = new HttpMethod($"VERB{i}");
            using var sent = await sidecar.Send(request);
            await sidecar.Ended(sent.Id());
        }
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 20);

        Assert.Equal(1, scrape.Text.Split('\n').Count(line => line.StartsWith(
            "sidecar_request_duration_seconds_count", StringComparison.Ordinal)));
        Assert.DoesNotContain("VERB", scrape.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("path-", scrape.Text, StringComparison.Ordinal);
        Assert.Empty(scrape.Values("gen_ai_operation_name"));
    }
}
