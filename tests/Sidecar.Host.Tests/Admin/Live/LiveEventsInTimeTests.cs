using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>What the live events do as time passes; time passes only when a test says so.</summary>
public sealed class LiveEventsInTimeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task a_silent_stream_has_a_comment_every_15_s()
    {
        await using var server = await AdminServer.Start(time: _time);
        using var reader = await LiveReader.Follow(server.Client);

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal("keep-alive", (await WhileTimePasses(reader.Next())).Comment);
        }
    }

    [Fact]
    public async Task what_another_process_wrote_is_seen_within_3_s()
    {
        await using var server = await AdminServer.Start(time: _time);
        using var reader = await LiveReader.Follow(server.Client);
        server.Journal.Add("backend-a", Cooled(0));

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("1", (await WhileTimePasses(reader.Next())).Id);
    }

    [Fact]
    public async Task walks_are_shown_50_a_second_and_the_others_counted()
    {
        await using var server = await AdminServer.Start(time: _time);
        using var reader = await LiveReader.Follow(server.Client, "?walks=true");
        for (var i = 0; i < 200; i++)
            server.Signals.TellWalkEnded(Walks.Answered($"w{i}", "a"));

        var frames = await WhileTimePasses(SomeOf(reader, shown: 50, leftOut: 150));

        Assert.All(frames, frame => Assert.Null(frame.Id));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"w{i}"), frames.Where(frame => frame.Event == "walk").Select(IdOf));
    }

    [Fact]
    public async Task walks_do_not_move_the_id_to_resume_from_and_come_only_when_asked_for()
    {
        await using var server = await AdminServer.Start(time: _time);
        server.Journal.Add("backend-a", Cooled(0));
        using var with = await LiveReader.Follow(server.Client, "?walks=true&backend=a");
        using var without = await LiveReader.Follow(server.Client);
        server.Signals.TellWalkEnded(Walks.Answered("w0", "b"));
        server.Signals.TellWalkEnded(Walks.Answered("w1", "a"));

        var walk = await WhileTimePasses(with.Next());
        Assert.Equal(("walk", "w1", "1"), (walk.Event, IdOf(walk), with.LastId));

        server.Journal.Add("backend-a", Cooled(1));
        server.Signals.TellJournalGrew();
        Assert.Equal("2", (await WhileTimePasses(without.Next())).Id);
    }

    [Fact]
    public async Task a_subscriber_that_reads_nothing_holds_up_nobody_is_dropped_and_loses_nothing()
    {
        const int Count = 20_000;
        await using var server = await AdminServer.Start(time: _time);
        server.Journal.Fill("backend-a", Cooled(0), Count);
        using var stalled = await RawClient.Connect(server.Client.BaseAddress!, receiveBuffer: 4096);
        await stalled.Write($"GET /admin/events?last-event-id=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + $"{AdminServer.Token}\r\n\r\n");
        await stalled.ReadThrough("\r\n\r\n");
        using (var other = await LiveReader.Follow(server.Client, "?last-event-id=0"))
            Assert.Equal(Ids(1, Count), (await other.Events(Count)).Select(frame => frame.Id));

        await WhileTimePasses(Until(() => server.Subscribers.Count == 0));
        var (text, _) = await stalled.ReadToEnd();

        // An incomplete frame at the end of the text does not count.
        var whole = text[..(text.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)];
        var last = whole[(whole.LastIndexOf("\nid: ", StringComparison.Ordinal) + 5)..].Split('\n')[0];
        var seen = int.Parse(last, CultureInfo.InvariantCulture);
        Assert.InRange(seen, 1, Count - 1);
        using var again = await LiveReader.Follow(server.Client, lastEventId: last);
        Assert.Equal(Ids(seen + 1, Count), (await again.Events(Count - seen)).Select(frame => frame.Id));
    }

    private static IEnumerable<string> Ids(int from, int to) => Enumerable.Range(from, to - from + 1).Select(id => $"{id}");

    private static string? IdOf(Frame walk) => JsonDocument.Parse(walk.Data!).RootElement.GetProperty("id").GetString();

    private static async Task<List<Frame>> SomeOf(LiveReader reader, int shown, long leftOut)
    {
        var frames = new List<Frame>();
        while (shown > 0 || leftOut > 0)
        {
            var frame = await reader.Next();
            frames.Add(frame);
            if (frame.Event == "walk")
                shown--;
            else
                leftOut -= JsonDocument.Parse(frame.Data!).RootElement.GetProperty("count").GetInt64();
        }
        Assert.Equal((0, 0), (shown, leftOut));
        return frames;
    }

    // The server starts its next timer some time after the test acts, so time advances in steps until the awaited thing has come.
    private async Task<T> WhileTimePasses<T>(Task<T> awaited)
    {
        while (await Task.WhenAny(awaited, Task.Delay(10)) != awaited)
            _time.Advance(TimeSpan.FromMilliseconds(500));
        return await awaited;
    }

    private static async Task<bool> Until(Func<bool> isSo)
    {
        using var bound = new CancellationTokenSource(Bounds.Wait);
        while (!isSo())
            await Task.Delay(10, bound.Token);
        return true;
    }
}
