using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Http;

public sealed class StreamRelayTests
{
    [Fact]
    public async Task each_event_reaches_the_client_before_the_next_is_sent()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word 0"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(Events.Delta("word 0"), await body.ReadThrough("\n\n"));
        for (var i = 1; i < 20; i++)
        {
            await live.Send(Events.Delta($"word {i}"));
            Assert.Equal(Events.Delta($"word {i}"), await body.ReadThrough("\n\n"));
        }
        await live.Send(Events.Done);
        live.End();

        Assert.Equal(Events.Done, await body.ReadRest());
    }

    [Fact]
    public async Task a_cut_after_bytes_ends_in_one_error_event()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadThrough(Events.Delta("word"));
        await live.Cut();

        Assert.Equal(Events.Lost, await body.ReadRest());
    }

    [Fact]
    public async Task a_cut_in_the_middle_of_an_event_leaves_the_error_on_an_event_of_its_own()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadThrough(Events.Delta("word"));
        await live.Send(Events.Delta("never whole")[..^7]);
        await live.Cut();

        Assert.Equal(Events.Lost, await body.ReadRest());
    }
}
