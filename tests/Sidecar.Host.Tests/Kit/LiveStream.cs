using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sidecar.Host.Tests.Kit;

/// <summary>An answer that the test writes piece by piece while it runs.</summary>
internal sealed class LiveStream
{
    private readonly TaskCompletionSource<HttpContext> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _type;
    private readonly int _status;
    private long _sent;

    public LiveStream(string type = "text/event-stream", int status = 200) => (_type, _status) = (type, status);

    /// <summary>Bytes that the connection has taken.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public Reply Reply => new(async context =>
    {
        Kit.Reply.Head(context, _status, [("Content-Type", _type)]);
        _begun.SetResult(context);
        await using var registration = context.RequestAborted.Register(() => _over.TrySetResult());
        await _over.Task;
    });

    /// <summary>Sends the head alone.</summary>
    public async Task Begin()
    {
        var context = await _begun.Task.Soon();
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
    }

    public Task Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>Completes when the connection has taken the bytes: a reader that does not read makes this wait.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        var context = await _begun.Task.Soon();
        await context.Response.Body.WriteAsync(bytes);
        await context.Response.Body.FlushAsync();
        Interlocked.Add(ref _sent, bytes.Length);
    }

    /// <summary>Ends it well.</summary>
    public void End() => _over.TrySetResult();

    /// <summary>Breaks the connection.</summary>
    public async Task Cut()
    {
        (await _begun.Task.Soon()).Abort();
        _over.TrySetResult();
    }
}
