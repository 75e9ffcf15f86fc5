using Akka.Actor;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

// What an operator may do to a backend while it serves.
public sealed partial class BackendActor
{
    private void Override(IReadOnlyList<IBackendEvent> events)
    {
        Record(events);
        Sender.Tell(new Overridden(Backend.Id, events.Count));
    }

    private void Redefined(Backend definition)
    {
        var (former, now) = (Backend, Now);
        _settings = _settings with { Backend = definition };
        _limits.Redefine(definition);
        _order.Redefine(definition);
        Gauge(now);
        // A new key is not to sit out the rest of the old one.
        if (_state.LacksCredentials(now) && !definition.HasCredentialsOf(former))
            Record(OperatorDecisions.EndRest(_state, null, now, CauseOf("operator", "its credentials were changed")));
        // Room may have been made, and a backend that comes back may have been forgotten by the board.
        Publish(_outbox.LastNumber);
    }

    private static Cause CauseOf(string by, string? why) => new(null, By: by, Why: why);
}
