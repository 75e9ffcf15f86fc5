using Akka.Event;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;

namespace Sidecar.Requests;

/// <summary>Asks who is walking a request. The gateway passes it to every coordinator; each answers once, and the one that walks the
/// request says what it knows.</summary>
internal sealed class WalkSearch(string requestId) : IDeadLetterSuppression
{
    private readonly TaskCompletionSource<RunningWalk?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unanswered;

    public string RequestId { get; } = requestId;

    /// <summary>Null: all have answered, and none is walking it.</summary>
    public Task<RunningWalk?> Outcome => _outcome.Task;

    /// <summary>The number of coordinators that will be asked. Must be called before any of them answers.</summary>
    internal void Expect(int coordinators)
    {
        Volatile.Write(ref _unanswered, coordinators);
        if (coordinators == 0)
            _outcome.TrySetResult(null);
    }

    internal void AnswerNo()
    {
        if (Interlocked.Decrement(ref _unanswered) == 0)
            _outcome.TrySetResult(null);
    }

    internal void Answer(RunningWalk walk) => _outcome.TrySetResult(walk);
}

/// <summary>A running walk.</summary>
/// <param name="Facts">A copy, because the walk continues while it is read.</param>
/// <param name="Now">What it is doing.</param>
public sealed record RunningWalk(IReadOnlyList<WalkFact> Facts, RunningStep Now);
