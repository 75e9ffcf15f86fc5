using Akka.Actor;
using Akka.Event;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>Notes what a healthy system never publishes: actors' errors, and messages that nobody handles.</summary>
internal sealed class FaultWatch
{
    private readonly List<string> _seen = [];

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_seen)
                return [.. _seen];
        }
    }

    public static FaultWatch Of(ActorSystem system)
    {
        var watch = new FaultWatch();
        var listener = system.ActorOf(Props.Create(() => new Listener(watch)), "faults");
        system.EventStream.Subscribe(listener, typeof(Error));
        system.EventStream.Subscribe(listener, typeof(UnhandledMessage));
        return watch;
    }

    private sealed class Listener(FaultWatch watch) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            lock (watch._seen)
                watch._seen.Add(message.ToString()!);
        }
    }
}
