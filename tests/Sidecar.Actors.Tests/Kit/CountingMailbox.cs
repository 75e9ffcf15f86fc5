using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>Every message that was put into any mailbox, in order: its receiver and the message.</summary>
internal sealed class MessageTrace : Setup
{
    private readonly Lock _gate = new();
    private readonly List<(string Receiver, object Message)> _messages = [];
    private readonly HashSet<int> _threads = [];

    public IReadOnlyList<(string Receiver, object Message)> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    public bool Saw<T>(string receiver)
    {
        lock (_gate)
            return _messages.Exists(m => m.Receiver == receiver && m.Message is T);
    }

    /// <summary>How many messages of a kind a receiver got.</summary>
    public int Count<T>(string receiver)
    {
        lock (_gate)
            return _messages.Count(m => m.Receiver == receiver && m.Message is T);
    }

    /// <summary>Who put the messages into mailboxes.</summary>
    public IReadOnlyCollection<int> Threads
    {
        get
        {
            lock (_gate)
                return [.. _threads];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
            _threads.Clear();
        }
    }

    internal void Add(string receiver, object message)
    {
        lock (_gate)
        {
            _messages.Add((receiver, message));
            _threads.Add(Environment.CurrentManagedThreadId);
        }
    }
}

/// <summary>The ordinary mailbox, except that everything put into it is noted in the system's <see cref="MessageTrace"/>.</summary>
internal sealed class CountingMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<CountingMailbox.Queue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system)
    {
        var trace = system.Settings.Setup.Get<MessageTrace>();
        return new Queue(owner.Path.ToStringWithoutAddress(), trace.HasValue ? trace.Value : null);
    }

    internal sealed class Queue(string owner, MessageTrace? trace)
        : DequeWrapperMessageQueue(new UnboundedMessageQueue()), IUnboundedDequeBasedMessageQueueSemantics, IMessageQueue
    {
        void IMessageQueue.Enqueue(IActorRef receiver, Envelope envelope)
        {
            trace?.Add(owner, envelope.Message);
            Enqueue(receiver, envelope);
        }
    }
}
