using System.Net.Http.Headers;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>A subscriber to the live events, which hangs up when it is disposed.</summary>
internal sealed class LiveReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _text;

    private LiveReader(HttpResponseMessage response, Stream body) => (_response, _text) = (response, new StreamReader(body));

    /// <summary>The last id seen, as a browser keeps it.</summary>
    public string? LastId { get; private set; }

    public HttpResponseMessage Response => _response;

    /// <summary>Connects and reads the first frame of the stream.</summary>
    public static async Task<LiveReader> Follow(HttpClient client, string query = "", string? lastEventId = null,
        string token = AdminServer.Token)
    {
        var response = await Ask(client, query, lastEventId, token);
        Assert.Equal(200, (int)response.StatusCode);
        var reader = new LiveReader(response, await response.Content.ReadAsStreamAsync().Soon());
        var first = await reader.Next();
        Assert.Equal(("2000", null, null), (first.Retry, first.Event, first.Data));
        return reader;
    }

    public static Task<HttpResponseMessage> Ask(HttpClient client, string query = "", string? lastEventId = null,
        string token = AdminServer.Token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/admin/events" + query, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();
    }

    /// <summary>The next whole frame.</summary>
    public async Task<Frame> Next() => await NextOrEnd() ?? throw new EndOfStreamException();

    /// <summary>The next whole frame, or null when the stream has ended in order; an incomplete frame does not count.</summary>
    public async Task<Frame?> NextOrEnd()
    {
        var frame = new Frame(null, null, null, null, null);
        while (await _text.ReadLineAsync().Soon() is { } line)
        {
            if (line.Length == 0)
            {
                LastId = frame.Id ?? LastId;
                return frame;
            }
            frame = With(frame, line);
        }
        return null;
    }

    /// <summary>Reads one line of a frame, so that the test can hang up in the middle of it.</summary>
    public Task NextLine() => _text.ReadLineAsync().Soon();

    /// <summary>The next events; fails if two comments follow each other with no event between them, as comments alone would go on for
    /// ever.</summary>
    public async Task<List<Frame>> Events(int count)
    {
        var events = new List<Frame>();
        for (var comments = 0; events.Count < count;)
        {
            var frame = await Next();
            comments = frame.Comment is null ? 0 : comments + 1;
            Assert.InRange(comments, 0, 1);
            if (comments == 0)
                events.Add(frame);
        }
        return events;
    }

    public void Dispose()
    {
        _text.Dispose();
        _response.Dispose();
    }

    private static Frame With(Frame frame, string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var value = line[(colon + 2)..];
        return line[..colon] switch
        {
            "" => frame with { Comment = value },
            "id" => frame with { Id = value },
            "event" => frame with { Event = value },
            "data" when frame.Data is null => frame with { Data = value },
            "retry" => frame with { Retry = value },
            var other => throw new InvalidDataException($"no field of these frames: {other}"),
        };
    }
}
