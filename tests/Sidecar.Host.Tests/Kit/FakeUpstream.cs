using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sidecar.Host.Tests.Kit;

/// <summary>An upstream on a real port that does what the test says, request by request, and remembers what it was sent.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Reply> _next = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly Channel<ReceivedRequest> _arrivals = Channel.CreateUnbounded<ReceivedRequest>();
    private Reply _otherwise;

    private FakeUpstream(Reply otherwise)
    {
        _otherwise = otherwise;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            // Keeps the buffer between an unread stream and its writer small, so that the writer soon notices.
            kestrel.Limits.MaxResponseBufferSize = 64 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    public string BaseUrl => $"{Address}v1";

    public IReadOnlyList<ReceivedRequest> Requests => [.. _received];

    public int Count => _received.Count;

    /// <summary>Starts an upstream that answers everything with <paramref name="otherwise"/>, or with a completion.</summary>
    public static async Task<FakeUpstream> Start(Reply? otherwise = null)
    {
        var upstream = new FakeUpstream(otherwise ?? Reply.Chat);
        await upstream._app.StartAsync();
        return upstream;
    }

    /// <summary>Scripts the answer to the next request that has none yet.</summary>
    public FakeUpstream Then(Reply reply)
    {
        _next.Enqueue(reply);
        return this;
    }

    public void Otherwise(Reply reply) => _otherwise = reply;

    /// <summary>The next request that has not been waited for; it has arrived, but may not have been answered.</summary>
    public Task<ReceivedRequest> Arrival() => _arrivals.Reader.ReadAsync().Soon();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var reply = _next.TryDequeue(out var scripted) ? scripted : _otherwise;
        var request = await ReceiveAsync(context, reply.ReadsBody);
        context.RequestAborted.Register(() => request.Aborted.TrySetResult());
        _received.Enqueue(request);
        _arrivals.Writer.TryWrite(request);
        try
        {
            await reply.Act(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has left.
        }
    }

    private static async Task<ReceivedRequest> ReceiveAsync(HttpContext context, bool readsBody)
    {
        using var body = new MemoryStream();
        if (readsBody)
            await context.Request.Body.CopyToAsync(body);
        return new ReceivedRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }
}
