using System.Text.Json;
using Sidecar.Host.Tests.Storage;
using Sidecar.Ledger;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Admin;

public sealed class TimelineEndpointTests
{
    [Fact]
    public async Task a_rest_is_shown_with_its_totals()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(0));
        server.Journal.Add("emergency", Emergency(1));
        await server.Ledger.AppendAsync([Attempt("a", 0, null), Attempt("a", 1, "upstream_rate_limited"), Attempt("a", 7, null)], [],
            default);

        var (status, answer) = await server.Get("/admin/audit/timeline?backend=a&from=2026-11-22T10:00Z&to=2026-11-22T10:04Z");

        Assert.Equal(200, status);
        Assert.Equal(
            """{"from":"2026-11-22T10:00:00.0000000Z","to":"2026-11-22T10:04:00.0000000Z","backends":[{"backend":"a","cooling_ms":60000,"share_cooling":0.25,"rests":{"rate_limited":1},"rate_limited_per_hour":15,"attempts":2,"served":1}],"intervals":"""
            + """[{"backend":"a","model":null,"from":"2026-11-22T10:00:00.0000000Z","until":"2026-11-22T10:01:00.0000000Z","end":"awaiting_probe","reason":"rate_limited","streak":1,"cause":{"request_id":"r0","attempt":1,"status":429,"retry_after_ms":60000},"parts":"""
            + """[{"at":"2026-11-22T10:00:00.0000000Z","type":"started","reason":"rate_limited","until":"2026-11-22T10:01:00.0000000Z","streak":1,"cause":{"request_id":"r0","attempt":1,"status":429,"retry_after_ms":60000}}]}],"emergencies":"""
            + """[{"at":"2026-11-22T10:01:00.0000000Z","model":"m","request_id":"r1","activations":1}]}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task a_range_of_too_many_events_is_refused_and_a_narrower_one_answered()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Fill("backend-a", Cooled(0), 100_001);
        server.Journal.Fill("backend-b", Cooled(5), 3);

        var (status, refusal) = await server.Get("/admin/audit/timeline");
        var (ofOne, _) = await server.Get("/admin/audit/timeline?backend=b");
        var (ofLater, _) = await server.Get("/admin/audit/timeline?from=2026-11-22T10:02Z");

        Assert.Equal((400, 200, 200), (status, ofOne, ofLater));
        Assert.Contains("The range holds 100004 events", refusal.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_rest_that_began_before_the_range_is_in_it_with_its_share_of_the_range()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(0));
        server.Journal.Add("backend-a", Cooled(9));

        var (_, answer) = await server.Get("/admin/audit/timeline?from=2026-11-22T10:00:30Z&to=2026-11-22T10:01:30Z");

        var backend = answer.GetProperty("backends")[0];
        Assert.Equal((30_000, 0.5), (backend.GetProperty("cooling_ms").GetDouble(), backend.GetProperty("share_cooling").GetDouble()));
        Assert.Empty(backend.GetProperty("rests").EnumerateObject());
        Assert.Equal("2026-11-22T10:00:00.0000000Z", Assert.Single(answer.GetProperty("intervals").EnumerateArray()).GetProperty("from")
            .GetString());
    }

    [Fact]
    public async Task several_backends_are_asked_for_with_commas_and_all_without()
    {
        await using var server = await AdminServer.Start();
        foreach (var backend in new[] { "a", "b", "c" })
            server.Journal.Add($"backend-{backend}", Cooled(0));

        Assert.Equal(["c", "a"], Names((await server.Get("/admin/audit/timeline?backend=c,a")).Answer));
        Assert.Equal(["a", "b", "c", "configured"], Names((await server.Get("/admin/audit/timeline")).Answer));
    }

    [Fact]
    public async Task an_unreadable_event_is_told_and_not_left_out()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", "backend-moved.v3", """{"at":"2026-11-22T10:00:00Z"}"""u8.ToArray());

        var (status, answer) = await server.Get("/admin/audit/timeline");

        Assert.Equal((500, "journal_unreadable"), (status, answer.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("from=noon", "from")]
    [InlineData("from=2026-11-23&to=2026-11-22", "to")]
    [InlineData("backends=a", "backends")]
    public async Task a_bad_parameter_is_named(string query, string name)
    {
        await using var server = await AdminServer.Start();

        var (status, answer) = await server.Get("/admin/audit/timeline?" + query);

        Assert.Equal((400, name), (status, answer.GetProperty("error").GetProperty("param").GetString()));
    }

    private static IEnumerable<string?> Names(JsonElement answer) =>
        answer.GetProperty("backends").EnumerateArray().Select(backend => backend.GetProperty("backend").GetString());

    private static AttemptRow Attempt(string backend, int minute, string? error) =>
        LedgerRows.Attempt($"r{minute}", backend: backend) with { At = At(minute), ErrorClass = error };
}
