using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Journal;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>Writes several backends' events at once, each backend with a writer of its own.</summary>
internal static class WriterStorm
{
    // Thousands of rows, flushed to disk every few rows, next to whatever else the machine is doing.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    public static Task Run(ActorSystem system, int backends, int eventsEach)
    {
        var written = new List<Task>();
        for (var i = 0; i < backends; i++)
        {
            var (id, done) = (JournalIds.OfBackend($"b{i}"), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            written.Add(done.Task);
            system.ActorOf(Props.Create(() => new Owner(id, eventsEach, done)));
        }
        return Task.WhenAll(written).WaitAsync(Bound);
    }

    // Sends one event at a time, and the next few while it is being written, as in a storm; otherwise all would go into one transaction.
    private sealed class Owner(string persistenceId, int count, TaskCompletionSource done) : UntypedActor
    {
        private const int Ahead = 25;

        private IActorRef _writer = ActorRefs.Nobody;
        private int _sent;

        protected override void PreStart() => _writer = Context.ActorOf(
            EventWriterActor.SupervisedProps(persistenceId, Self, NullLogger.Instance));

        protected override void OnReceive(object message)
        {
            if (message is JournalProtocol.Recovered)
                SendUpTo(Ahead);
            else if (message is JournalProtocol.Recorded recorded)
                SendUpTo(recorded.SequenceNr + Ahead);
            if (message is JournalProtocol.Recorded { SequenceNr: var last } && last == count)
                done.SetResult();
        }

        private void SendUpTo(long number)
        {
            while (_sent < Math.Min(number, count))
                _writer.Tell(new JournalProtocol.Record(++_sent, Cooled(_sent % 59)), Self);
        }
    }
}
