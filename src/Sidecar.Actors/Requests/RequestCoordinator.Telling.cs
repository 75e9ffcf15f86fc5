using Akka.Actor;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;

namespace Sidecar.Requests;

/// <summary>Describes its walk to whoever asks. It changes nothing.</summary>
internal sealed partial class RequestCoordinator
{
    private State<RequestPhase, RequestData> AnswerSearch(WalkSearch search)
    {
        if (StateData is WalkingData data && data.Walk.Request.RequestId == search.RequestId)
            search.Answer(new RunningWalk([.. data.Context.Facts], NowDone(data)));
        else
            search.AnswerNo();
        return Stay();
    }

    private RunningStep NowDone(WalkingData data) => (data, data.Walk.Next) switch
    {
        (RelayingData { IsGiven: true, Held.Attempt.Backend: var backend }, _) =>
            At("the end of the answer that the client is being given", backend),
        (RelayingData { Held.Attempt.Backend: var backend }, _) => At("the board to show that the backend answered well", backend),
        (_, { Need: Need.Lease, Backend: var backend }) => At("the backend to grant a lease", backend),
        (_, { Need: Need.Answer, Backend: var backend }) => At($"the answer to attempt {data.Walk.Sent}", backend),
        (_, { Need: Need.Note, Backend: var backend }) => At("the board to show what the failed attempt did to its backend", backend),
        (_, { Need: Need.Offer }) => At(Room, null, data.Walk.Wait!.Until),
        (_, { Need: Need.Place }) => At("a place in the queue", null, data.Walk.Wait!.Until),
        _ => At("its next step", null),
    };

    private string Room =>
        _with.Policy.PrimaryWait.For == WaitFor.Any ? "a backend to have room" : "a backend of the primary pool to have room";

    private RunningStep At(string waitsFor, int? backend, DateTimeOffset? until = null) =>
        new(StateName, waitsFor, backend is { } index ? IdOf(index) : null, until);
}
