using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Host.Admin.Live;

namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>When a single subscriber is sent something, to the millisecond.</summary>
public sealed class LiveClientTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new();
    private readonly LiveClient _client;

    public LiveClientTests() => _client = new(_pipe.Writer, _time);

    [Fact]
    public async Task a_comment_is_sent_after_every_15_s_of_silence()
    {
        _client.Begin(7);
        Assert.Equal("retry: 2000\nid: 7\n\n", await Sent());

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(LiveClient.KeepAlive - Moment);
            Assert.Equal("", await Sent());
            _time.Advance(Moment);
            Assert.Equal(": keep-alive\n\n", await Sent());
        }
    }

    [Fact]
    public async Task anything_sent_in_between_ends_the_silence()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _client.Add([], leftOut: 3);
        Assert.NotEmpty(await Sent());

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("", await Sent());
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> Sent()
    {
        Assert.True(await _client.SendAsync(CancellationToken.None));
        if (!_pipe.Reader.TryRead(out var read))
            return "";
        var text = Encoding.UTF8.GetString(read.Buffer);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
