using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>One call that an upstream got.</summary>
internal sealed class ScriptedCall(UpstreamCall call, Reply reply, DateTimeOffset at)
{
    // Continuations run on the thread that ends the call, so everything stays on the test's thread.
    private readonly TaskCompletionSource<UpstreamReply> _reply = new();
    private CancellationTokenRegistration _cancellation;

    public UpstreamCall Call { get; } = call;

    public Reply Reply { get; } = reply;

    public DateTimeOffset At { get; } = at;

    /// <summary>When its answer, or its failure, arrived.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public string Backend => Call.Backend.Id;

    public string Request => Call.Request.Id;

    public bool IsOver => _reply.Task.IsCompleted;

    public bool WasAborted => IsOver && _reply.Task.Result is UpstreamFailure { Error: UpstreamError.ClientGone };

    public UpstreamAnswer? Answer => IsOver ? _reply.Task.Result as UpstreamAnswer : null;

    public Task<UpstreamReply> Task => _reply.Task;

    public UpstreamReply Scripted() =>
        Reply.Error is { } error ? new UpstreamFailure(error, "scripted") : new ScriptedAnswer(Reply);

    /// <summary>Ends a hanging call with an answer other than the script's.</summary>
    public void Release(Reply with) => End(with.Error is { } error ? new UpstreamFailure(error, "released") : new ScriptedAnswer(with));

    public void End(UpstreamReply reply, DateTimeOffset? at = null)
    {
        if (IsOver)
            return;
        EndedAt = at;
        _cancellation.Unregister();
        _reply.TrySetResult(reply);
    }

    public void CancelledBy(CancellationTokenRegistration registration) => _cancellation = registration;
}
