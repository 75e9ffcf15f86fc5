using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Journal;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>Has several backends' events written at once, each by its own writer.</summary>
internal static class WriterStorm
{
    // Thousands of rows, each few of them made safe on the disk, beside whatever else the machine does.
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

    // One event at a time and the next few while it is written, as a storm is, or they would all go into one transaction.
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
