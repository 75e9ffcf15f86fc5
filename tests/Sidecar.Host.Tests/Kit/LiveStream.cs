using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sidecar.Host.Tests.Kit;

/// <summary>An answer that the test writes piece by piece while the request is running.</summary>
internal sealed class LiveStream
{
    private readonly TaskCompletionSource<HttpContext> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _type;
    private readonly int _status;
    private long _sent;

    public LiveStream(string type = "text/event-stream", int status = 200) => (_type, _status) = (type, status);

    /// <summary>How many bytes the connection has accepted.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public Reply Reply => new(async context =>
    {
        Kit.Reply.Head(context, _status, [("Content-Type", _type)]);
        _begun.SetResult(context);
        await using var registration = context.RequestAborted.Register(() => _over.TrySetResult());
        await _over.Task;
    });

    /// <summary>Sends only the head.</summary>
    public async Task Begin()
    {
        var context = await _begun.Task.Soon();
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
    }

    public Task Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>Completes when the connection has accepted the bytes; a reader that does not read makes it wait.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        var context = await _begun.Task.Soon();
        await context.Response.Body.WriteAsync(bytes);
        await context.Response.Body.FlushAsync();
        Interlocked.Add(ref _sent, bytes.Length);
    }

    /// <summary>Ends the answer in order.</summary>
    public void End() => _over.TrySetResult();

    /// <summary>Breaks the connection.</summary>
    public async Task Cut()
    {
        (await _begun.Task.Soon()).Abort();
        _over.TrySetResult();
    }
}
