using Akka.Actor;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

// What an operator may do to a running backend.
public sealed partial class BackendActor
{
    private void Override(IReadOnlyList<IBackendEvent> events)
    {
        Record(events);
        Sender.Tell(new Overridden(Backend.Id, events.Count));
    }

    private void Redefined(Redefine word)
    {
        var now = Now;
        var events = _backend.Redefine(word.Backend, now);
        _order.Redefine(word.Backend, word.Board);
        ShowLoad(now);
        Record(events);
        // Capacity may have been freed, and the board may not know a backend that was added again.
        Publish(_outbox.LastNumber);
    }

    private static Cause CauseOf(string by, string? why) => new(null, By: by, Why: why);
}
