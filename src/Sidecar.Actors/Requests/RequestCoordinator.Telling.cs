using Akka.Actor;
using Sidecar.Domain.Audit;

namespace Sidecar.Requests;

/// <summary>What a coordinator says of its walk to whoever asks. It changes nothing.</summary>
internal sealed partial class RequestCoordinator
{
    private State<Domain.Walk.RequestPhase, RequestData> AnswerSearch(WalkSearch search)
    {
        var walk = StateData switch
        {
            SeekingData seeking => seeking.Walk,
            RelayingData relaying => relaying.Walk,
            _ => null,
        };
        if (walk?.Request.Id == search.RequestId)
            search.Answer(new RunningWalk([.. walk.Facts], NowDone()));
        else
            search.AnswerNo();
        return Stay();
    }

    private RunningStep NowDone() => StateData switch
    {
        RelayingData { IsGiven: true } relaying => At("the end of the answer that the client is being given", relaying.Held.Attempt.Backend),
        RelayingData relaying => At("the board to show that the backend answered well", relaying.Held.Attempt.Backend),
        SeekingData { Step: AwaitingLease lease } => At("the backend to grant a lease", lease.Backend),
        SeekingData { Step: AwaitingAnswer { Attempt: var attempt } } => At($"the answer to attempt {attempt.Number}", attempt.Backend),
        SeekingData { Step: AwaitingNote { Attempt: var attempt } } => At("the board to show what the failed attempt did to its backend", attempt.Backend),
        PrimaryWaitData { IsQueued: true } waiting => At("a backend of the primary pool to have room", null, waiting.Until),
        PrimaryWaitData waiting => At("a place in the queue", null, waiting.Until),
        _ => At("its next step", null),
    };

    private RunningStep At(string waitsFor, int? backend, DateTimeOffset? until = null) =>
        new(StateName, waitsFor, backend is { } index ? IdOf(index) : null, until);
}
