using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Admin;

public sealed class StateEndpointTests
{
    [Fact]
    public async Task a_resting_backend_is_shown_with_its_reason_its_cause_and_the_event_it_follows_from()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(0));
        server.Journal.Add("backend-a", Cooled(3));

        var (status, answer) = await server.Get("/admin/audit/state?at=2026-11-22T10:00:30Z");

        Assert.Equal(200, status);
        Assert.Equal(
            """{"at":"2026-11-22T10:00:30.0000000Z","backends":[{"backend":"a","state":"cooling","reason":"rate_limited","since":"2026-11-22T10:00:00.0000000Z","until":"2026-11-22T10:01:00.0000000Z","probed_by":null,"streak":1,"cause":{"request_id":"r0","attempt":1,"status":429,"retry_after_ms":60000},"failures":0,"epoch":1,"last_event":{"ordering":1,"sequence_number":1}},{"backend":"configured","state":"available","reason":null,"since":null,"until":null,"probed_by":null,"streak":0,"cause":null,"failures":0,"epoch":0,"last_event":null}]}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task before_the_first_event_every_backend_is_available()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(5));

        Assert.Equal(["a available", "configured available"], await States(server, "?at=2026-11-22T10:04Z"));
    }

    [Fact]
    public async Task without_an_instant_it_is_now()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(5));

        Assert.Equal(["a probing", "configured available"], await States(server, ""));
    }

    [Fact]
    public async Task an_empty_journal_knows_only_what_is_configured()
    {
        await using var server = await AdminServer.Start();

        Assert.Equal(["configured available"], await States(server, ""));
    }

    [Fact]
    public async Task a_model_that_rests_on_its_own_stands_beneath_its_backend()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", (CooldownEvents.V1.CooldownStarted)Cooled(0) with { Model = "m[1]" });

        var (_, answer) = await server.Get("/admin/audit/state?at=2026-11-22T10:00:30Z");

        var backend = answer.GetProperty("backends")[0];
        Assert.Equal("available", backend.GetProperty("state").GetString());
        Assert.Equal("cooling", backend.GetProperty("models").GetProperty("m[1]").GetProperty("state").GetString());
    }

    [Fact]
    public async Task a_damaged_history_hides_neither_itself_nor_the_others()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", "backend-moved.v3", """{"at":"2026-11-22T10:00:00Z"}"""u8.ToArray());
        server.Journal.Add("backend-b", Cooled(0));

        var (status, answer) = await server.Get("/admin/audit/state?at=2026-11-22T10:00:30Z");

        Assert.Equal(200, status);
        Assert.Equal("unknown", answer.GetProperty("backends")[0].GetProperty("state").GetString());
        Assert.Contains("backend-moved.v3", answer.GetProperty("backends")[0].GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.Equal("cooling", answer.GetProperty("backends")[1].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("at=noon", "at", "2026-11-22")]
    [InlineData("when=2026-11-22", "when", "Allowed: at")]
    [InlineData("at=2026-11-22&at=2026-11-23", "at", "once")]
    public async Task a_bad_parameter_is_named_with_what_is_allowed(string query, string name, string allowed)
    {
        await using var server = await AdminServer.Start();

        var (status, answer) = await server.Get("/admin/audit/state?" + query);

        Assert.Equal((400, name), (status, answer.GetProperty("error").GetProperty("param").GetString()));
        Assert.Contains(allowed, answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> States(AdminServer server, string query)
    {
        var (status, answer) = await server.Get("/admin/audit/state" + query);
        Assert.Equal(200, status);
        return answer.GetProperty("backends").EnumerateArray().Select(
            backend => $"{backend.GetProperty("backend").GetString()} {backend.GetProperty("state").GetString()}");
    }

    [Fact]
    public async Task what_the_backends_remember_cannot_be_told_before_they_begin()
    {
        await using var server = await AdminServer.Start();

        var (status, answer) = await server.Get("/admin/state");

        Assert.Equal((503, "starting"), (status, answer.GetProperty("error").GetProperty("code").GetString()));
    }
}
