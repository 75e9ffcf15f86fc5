using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Benchmarks;

/// <summary>Asks one backend for a lease, completes it and asks for the next, as coordinators do.</summary>
internal sealed class LeaseAsker(IActorRef backend, string backendId, string requestId) : UntypedActor
{
    private Ask? _asked;
    private int _left;
    private int _number;

    /// <summary>Completes <paramref name="Done"/> after this many leases.</summary>
    public sealed record Ask(int Leases, TaskCompletionSource Done);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Ask ask:
                (_asked, _left) = (ask, ask.Leases);
                Next();
                break;
            case BackendProtocol.LeaseGranted granted:
                var report = new AttemptReport(Bodies.Model, AttemptVerdict.Success, granted.Epoch, null, new Cause(requestId, 1, 200));
                backend.Tell(new BackendProtocol.CompleteLease(backendId, granted.Lease, report, 200));
                Next();
                break;
            case BackendProtocol.LeaseRefused refused:
                _asked!.Done.TrySetException(new InvalidOperationException($"refused: {refused.Reason}"));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Next()
    {
        if (_left-- == 0)
            _asked!.Done.TrySetResult();
        else
            backend.Tell(new BackendProtocol.RequestLease(backendId, new LeaseKey(requestId, ++_number), 1, Bodies.Model, 100,
                IsEmergency: false));
    }
}
