using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Admin;

public sealed class AuditEndpointTests
{
    [Fact]
    public async Task an_event_is_shown_with_its_place_and_its_own_fields()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-nim-1", Cooled(0));

        var (_, answer) = await server.Get("/admin/audit");

        Assert.Equal(
            """{"events":[{"ordering":1,"persistence_id":"backend-nim-1","backend":"nim-1","sequence_number":1,"type":"cooldown-started.v1","data":{"at":"2026-11-22T10:00:00.0000000Z","reason":"rate_limited","until":"2026-11-22T10:01:00.0000000Z","streak":1,"failures":0,"cause":{"request_id":"r0","attempt":1,"status":429,"retry_after_ms":60000}}}],"next":null}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task filters_and_paging_work_together()
    {
        await using var server = await AdminServer.Start();
        for (var minute = 0; minute < 6; minute++)
        {
            server.Journal.Add("backend-a", Cooled(minute));
            server.Journal.Add("backend-b", Cooled(minute));
        }

        var (_, first) = await server.Get("/admin/audit?backend=a&from=2026-11-22T10:01Z&to=2026-11-22T11:04:00%2B01:00&limit=2");
        var next = first.GetProperty("next").GetInt64();
        var (_, second) = await server.Get(
            $"/admin/audit?backend=a&from=2026-11-22T10:01Z&to=2026-11-22T11:04:00+01:00&limit=2&after={next}");

        Assert.Equal([3, 5], first.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("ordering").GetInt64()));
        Assert.Equal([7], second.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("ordering").GetInt64()));
        Assert.Equal("null", second.GetProperty("next").GetRawText());
    }

    [Fact]
    public async Task a_damaged_event_is_listed_without_data()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", "cooldown-started.v1", [0xFF]);

        var (status, answer) = await server.Get("/admin/audit");

        Assert.Equal(200, status);
        Assert.Equal("null", answer.GetProperty("events")[0].GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("limit=0", "limit", "1 to 1000")]
    [InlineData("limit=1001", "limit", "1 to 1000")]
    [InlineData("limit=ten", "limit", "1 to 1000")]
    [InlineData("after=-1", "after", "from 0")]
    [InlineData("from=yesterday", "from", "2026-11-22")]
    [InlineData("to=11/22/2026", "to", "2026-11-22")]
    [InlineData("from=2026-11-23&to=2026-11-22", "to", "earlier than 'from'")]
    [InlineData("backends=a", "backends", "Allowed: backend, from, to, after, limit")]
    [InlineData("backend=a&backend=b", "backend", "once")]
    public async Task a_bad_parameter_is_named_with_what_is_allowed(string query, string name, string allowed)
    {
        await using var server = await AdminServer.Start();

        var (status, answer) = await server.Get("/admin/audit?" + query);

        var error = answer.GetProperty("error");
        Assert.Equal((400, "invalid_request_error", "invalid_parameter", name),
            (status, error.GetProperty("type").GetString(), error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.Contains($"'{name}'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(allowed, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
