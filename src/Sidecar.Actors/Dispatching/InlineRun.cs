using Akka.Actor;
using Akka.Dispatch;

namespace Sidecar.Dispatching;

/// <summary>One run of a thread for a request: it sends a message, runs the mailboxes that this makes ready, then those that these make
/// ready, and finally the code that waited for an answer.</summary>
/// <remarks>
/// Usually a message is handed over to a pool thread, which often has to be woken: this costs more than the receiver's own work. In an
/// inline run the sending thread does that work itself. Mailboxes still run one at a time and never inside one another, and an actor that
/// another thread is running is left to that thread. Only threads that began a run take part; messages from any other thread (a timer,
/// for example) go to the pool as usual.
/// </remarks>
public sealed class InlineRun
{
    // A run that takes longer than any single request needs is serving others: these get threads of their own.
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

    /// <summary>Sends <paramref name="message"/> and runs everything that follows from it.</summary>
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

    /// <summary>Runs <paramref name="action"/> and everything that follows from the messages it sends.</summary>
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

    /// <summary>A mailbox has become ready: runs it in this thread's run, or on the pool.</summary>
    internal static void Schedule(IRunnable mailbox)
    {
        var turn = _ofThread;
        if (turn is { _isRunning: true })
            turn._mailboxes.Enqueue(mailbox);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static m => Run(static r => r.Run(), m), mailbox, preferLocal: false);
    }

    /// <summary>Code outside the actors was waiting for this: it runs after the mailboxes, so that it delays no actor.</summary>
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
            // Each may begin runs of its own; these use the same queues and leave nothing in them.
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
