using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Domain.Attempts;
using Sidecar.Host.Tests.Kit;
using Sidecar.Relay;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>A stream must say something within the deadline, however often it shows that it lives.</summary>
public sealed class FirstWordTests
{
    private const string Soon = "http.deadline = 4s\nsse.hold = 100ms\n";

    [Theory]
    [InlineData(" \n")]
    [InlineData("\n")]
    [InlineData(": processing\n\n")]
    [InlineData("event: ping\n\n")]
    public async Task a_stream_of_nothing_is_broken_off_at_the_deadline(string nothing)
    {
        await using var upstream = await FakeUpstream.Start(Endless("text/event-stream", nothing));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Soon);

        using var response = await sidecar.Post(Chat.Streamed);
        var text = await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken().Soon();

        Assert.EndsWith(Events.Lost, text, StringComparison.Ordinal);
        await sidecar.Log.Line(" 1001 ", "error=upstream_timeout");
    }

    [Fact]
    public async Task a_document_of_white_space_alone_is_broken_off_where_a_stream_was_asked_for()
    {
        await using var upstream = await FakeUpstream.Start(Endless("application/json", "\n"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Soon);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal("", (await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken().Soon()).Trim());
    }

    [Fact]
    public void what_has_said_something_in_time_may_go_on_for_as_long_as_it_likes()
    {
        var time = new FakeTimeProvider();
        using var patience = Patience(time);

        patience.ExpectFirstWord(TimeSpan.FromSeconds(10), isStream: true, ": processing\n\n"u8);
        time.Advance(TimeSpan.FromSeconds(9));
        patience.See("da"u8);
        patience.See("ta: word\n\n"u8);
        time.Advance(TimeSpan.FromHours(1));

        Assert.False(patience.Token.IsCancellationRequested);
    }

    [Fact]
    public void what_has_not_has_stalled()
    {
        var time = new FakeTimeProvider();
        using var patience = Patience(time);

        patience.ExpectFirstWord(TimeSpan.FromSeconds(10), isStream: true, " \n"u8);
        for (var i = 0; i < 10; i++)
        {
            patience.Start();
            patience.See(" \n"u8);
            patience.Stop();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(patience.Token.IsCancellationRequested);
        Assert.Equal(RelayOutcome.UpstreamStalled, patience.OutcomeOfFailure);
    }

    [Fact]
    public void what_began_with_a_word_is_not_watched()
    {
        var time = new FakeTimeProvider();
        using var patience = Patience(time);

        patience.ExpectFirstWord(TimeSpan.Zero, isStream: true, "data: word\n\n"u8);
        time.Advance(TimeSpan.FromHours(1));

        Assert.False(patience.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(true, "data: x")]
    [InlineData(true, ": c\r\n\r\ndata:x")]
    [InlineData(true, "id: 1\rdata: x")]
    [InlineData(true, "event: a\n", "da", "t", "a", ":")]
    [InlineData(true, ": data: no\n", "\n", "data: yes")]
    [InlineData(false, " \r\n", "{")]
    public void a_word_is_heard_in_whatever_pieces_it_comes(bool isStream, params string[] pieces)
    {
        var word = new FirstWord(isStream);

        Assert.Equal(pieces.Select((_, i) => i == pieces.Length - 1), pieces.Select(piece => word.IsIn(Encoding.UTF8.GetBytes(piece))));
    }

    [Theory]
    [InlineData(true, " \n", "\n", " data: x\n")]
    [InlineData(true, ": data: x\n\n", "event: data:\n", "retry: 1\n")]
    [InlineData(true, "dat", "\n", "a: x\n")]
    [InlineData(false, " ", "\r\n\t")]
    public void nothing_else_is_a_word(bool isStream, params string[] pieces)
    {
        var word = new FirstWord(isStream);

        Assert.All(pieces, piece => Assert.False(word.IsIn(Encoding.UTF8.GetBytes(piece)), piece));
    }

    private static ReadPatience Patience(FakeTimeProvider time) =>
        new(new RelaySettings(TimeSpan.FromMinutes(2), TimeSpan.Zero, time), CancellationToken.None);

    private static Reply Endless(string type, string piece) => new(async context =>
    {
        Reply.Head(context, 200, [("Content-Type", type)]);
        await context.Response.StartAsync();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await Write(context, piece);
            await Task.Delay(TimeSpan.FromMilliseconds(20), context.RequestAborted);
        }
    });

    private static async Task Write(Microsoft.AspNetCore.Http.HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
