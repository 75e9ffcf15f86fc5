using System.Text;
using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Admin.Live;

public sealed class LiveEventsTests
{
    [Fact]
    public async Task an_event_comes_as_the_audit_shows_it_under_its_place_in_the_journal()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(0));
        using var reader = await LiveReader.Follow(server.Client);
        server.Journal.Add("backend-a", Cooled(1));
        server.Signals.TellJournalGrew();

        var frame = await reader.Next();

        var (_, audit) = await server.Get("/admin/audit?after=1");
        Assert.Equal(new Frame("2", "cooldown-started.v1", audit.GetProperty("events")[0].GetRawText(), null, null), frame);
        Assert.Equal("text/event-stream", reader.Response.Header("Content-Type"));
        Assert.Equal("no-store", reader.Response.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("", null, "5")]
    [InlineData("", "3", "3")]
    [InlineData("?last-event-id=2", null, "2")]
    [InlineData("?last-event-id=2", "4", "4")]
    [InlineData("?last-event-id=0", null, "0")]
    public async Task a_stream_goes_on_after_the_id_seen_last_and_says_so_before_any_event(string query, string? header, string after)
    {
        await using var server = await AdminServer.Start();
        for (var minute = 0; minute < 5; minute++)
            server.Journal.Add("backend-a", Cooled(minute));

        using var reader = await LiveReader.Follow(server.Client, query, header);
        Assert.Equal(after, reader.LastId);
        server.Journal.Add("backend-a", Cooled(5));
        server.Signals.TellJournalGrew();

        var missed = 6 - int.Parse(after, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Enumerable.Range(7 - missed, missed).Select(id => $"{id}"), (await reader.Events(missed)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task a_stream_of_one_backend_has_neither_others_nor_what_belongs_to_none()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(0));
        server.Journal.Add("backend-b", Cooled(1));
        server.Journal.Add("emergency", Emergency(2));
        server.Journal.Add("backend-a", Cooled(3));

        using var one = await LiveReader.Follow(server.Client, "?backend=a&last-event-id=0");
        using var all = await LiveReader.Follow(server.Client, "?last-event-id=0");

        Assert.Equal(["1", "4"], (await one.Events(2)).Select(frame => frame.Id));
        Assert.Equal(["1", "2", "3", "4"], (await all.Events(4)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task a_stored_event_cannot_break_out_of_its_frame()
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", "odd\nid: 99\n", Encoding.UTF8.GetBytes("{\"a\":\r\n\n1}"));
        server.Journal.Add("backend-a", "damaged.v1", [0xFF]);

        using var reader = await LiveReader.Follow(server.Client, "?last-event-id=0");
        var frames = await reader.Events(2);

        Assert.Equal(["1", "2"], frames.Select(frame => frame.Id));
        Assert.Equal("odd id: 99 ", frames[0].Event);
        Assert.Equal(1, JsonDocument.Parse(frames[0].Data!).RootElement.GetProperty("data").GetProperty("a").GetInt32());
        Assert.Contains("\"data\":null", frames[1].Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?last-event-id=two", null, "last-event-id")]
    [InlineData("?last-event-id=-1", null, "last-event-id")]
    [InlineData("?last-event-id=1&last-event-id=1", null, "last-event-id")]
    [InlineData("", "two", "Last-Event-ID")]
    [InlineData("", "-1", "Last-Event-ID")]
    [InlineData("?walks=1", null, "walks")]
    [InlineData("?after=1", null, "after")]
    [InlineData("?backend=a&backend=b", null, "backend")]
    [InlineData("", "2", "last-event-id")]
    public async Task what_is_unknown_malformed_or_of_another_journal_is_named(string query, string? header, string name)
    {
        await using var server = await AdminServer.Start();
        server.Journal.Add("backend-a", Cooled(0));

        using var response = await LiveReader.Ask(server.Client, query, header);

        var error = await response.Error();
        Assert.Equal((400, "invalid_parameter", name), ((int)response.StatusCode, error.GetProperty("code").GetString(),
            error.GetProperty("param").GetString()));
        Assert.Equal(0, server.Subscribers.Count);
    }

    [Fact]
    public async Task a_wrong_token_is_refused_before_anything_else()
    {
        await using var server = await AdminServer.Start();

        using var response = await LiveReader.Ask(server.Client, "?walks=1", token: "wrong");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("invalid_admin_token", (await response.Error()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task subscribers_are_limited_and_one_that_hangs_up_makes_room()
    {
        await using var server = await AdminServer.Start();
        var readers = new List<LiveReader>();
        while (readers.Count < 64)
            readers.Add(await LiveReader.Follow(server.Client, "?walks=true"));

        using (var refused = await LiveReader.Ask(server.Client))
            Assert.Equal((503, "too_many_subscribers"), ((int)refused.StatusCode, (await refused.Error()).GetProperty("code").GetString()));
        Assert.Equal((64, true), (server.Subscribers.Count, server.Signals.IsWatched));

        readers.ForEach(reader => reader.Dispose());
        await Until(() => server.Subscribers.Count == 0);
        Assert.False(server.Signals.IsWatched);
        using var next = await LiveReader.Follow(server.Client);
    }

    [Fact]
    public async Task a_server_that_stops_ends_its_streams_in_good_order_and_does_not_wait_for_them()
    {
        await using var server = await AdminServer.Start();
        using var reader = await LiveReader.Follow(server.Client);

        await server.Stop().Soon();

        Assert.Null(await reader.NextOrEnd());
        Assert.Equal(0, server.Subscribers.Count);
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var bound = new CancellationTokenSource(Bounds.Wait);
        while (!isSo())
            await Task.Delay(10, bound.Token);
    }
}
