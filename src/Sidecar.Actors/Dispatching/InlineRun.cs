using Akka.Actor;
using Akka.Dispatch;

namespace Sidecar.Dispatching;

/// <summary>What one thread does in one go for a request: it tells an actor something, runs the mailboxes that this makes ready, theirs in
/// turn, and then those who waited for an answer.</summary>
/// <remarks>
/// A message usually costs a hand-over to a pool thread, and often the waking of one: more than all that the receiver does with it. In a
/// turn the thread that has the news carries it to the end. Mailboxes still run one at a time and never inside one another, and an actor
/// that another thread is busy with is left to that thread. Only threads that began a turn take part; whoever else sends a message (a
/// timer, say) leaves it to the pool as ever.
/// </remarks>
public sealed class InlineRun
{
    // A turn that goes on for longer than any one request needs is serving others: they are given threads of their own.
    private const int MostMailboxes = 128;
    private const int DeepestNesting = 4;

    [ThreadStatic]
    private static InlineRun? _ofThread;

    private readonly Queue<IRunnable> _mailboxes = new();
    private readonly Queue<Action> _continuations = new();
    private bool _isRunning;
    private int _nesting;
    private int _ran;

    private static InlineRun OfThread => _ofThread ??= new InlineRun();

    /// <summary>Sends <paramref name="message"/> and carries it to its end.</summary>
    public static void Tell(IActorRef receiver, object message)
    {
        var turn = OfThread;
        if (turn._isRunning)
        {
            receiver.Tell(message, ActorRefs.NoSender);
            return;
        }
        turn.Begin();
        try
        {
            receiver.Tell(message, ActorRefs.NoSender);
        }
        finally
        {
            turn.Finish();
        }
    }

    /// <summary>Runs <paramref name="action"/> and carries to their ends the messages that it sends.</summary>
    public static void Run<TState>(Action<TState> action, TState state)
    {
        var turn = OfThread;
        if (turn._isRunning)
        {
            action(state);
            return;
        }
        turn.Begin();
        try
        {
            action(state);
        }
        finally
        {
            turn.Finish();
        }
    }

    /// <summary>A mailbox has become ready: in this thread's turn, or on the pool.</summary>
    internal static void Schedule(IRunnable mailbox)
    {
        var turn = _ofThread;
        if (turn is { _isRunning: true })
            turn._mailboxes.Enqueue(mailbox);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static m => Run(static r => r.Run(), m), mailbox, preferLocal: false);
    }

    /// <summary>Somebody outside the actors was waiting for this: runs behind the mailboxes, so that no actor is held up by it.</summary>
    internal static void Continue(Action continuation)
    {
        var turn = _ofThread;
        if (turn is { _isRunning: true, _nesting: < DeepestNesting })
            turn._continuations.Enqueue(continuation);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static c => c(), continuation, preferLocal: false);
    }

    private void Begin()
    {
        _isRunning = true;
        if (_nesting == 0)
            _ran = 0;
    }

    private void Finish()
    {
        try
        {
            while (_mailboxes.TryDequeue(out var mailbox))
                RunOrGiveAway(mailbox);
        }
        finally
        {
            _isRunning = false;
        }
        _nesting++;
        try
        {
            // Each may begin turns of its own; they take from the same queues, and leave none behind.
            while (_continuations.TryDequeue(out var continuation))
                continuation();
        }
        finally
        {
            _nesting--;
        }
    }

    private void RunOrGiveAway(IRunnable mailbox)
    {
        if (++_ran <= MostMailboxes)
            mailbox.Run();
        else
            ThreadPool.UnsafeQueueUserWorkItem(static m => Run(static r => r.Run(), m), mailbox, preferLocal: false);
    }
}
