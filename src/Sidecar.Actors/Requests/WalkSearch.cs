using Akka.Event;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;

namespace Sidecar.Requests;

/// <summary>The question who walks a request. Told to the gateway, which asks every coordinator; each answers once, and the one that walks
/// it says what it knows.</summary>
internal sealed class WalkSearch(string requestId) : IDeadLetterSuppression
{
    private readonly TaskCompletionSource<RunningWalk?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unanswered;

    public string RequestId { get; } = requestId;

    /// <summary>Null: all have answered, and none walks it.</summary>
    public Task<RunningWalk?> Outcome => _outcome.Task;

    /// <summary>So many will be asked. Must come before any of them answers.</summary>
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

/// <summary>A walk under way.</summary>
/// <param name="Facts">A copy: the walk goes on while it is read.</param>
/// <param name="Now">What it does.</param>
public sealed record RunningWalk(IReadOnlyList<WalkFact> Facts, RunningStep Now);
