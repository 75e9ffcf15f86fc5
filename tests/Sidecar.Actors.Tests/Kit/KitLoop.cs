using System.Diagnostics;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>The only place where the actors under test run: on the test's thread, one message at a time, in the order in which mailboxes
/// became ready.</summary>
/// <remarks>
/// Akka's CallingThreadDispatcher runs a receiver inside its sender's message handling, an order that no real dispatcher has; and a mailbox
/// that another thread is busy with is then finished on that thread, unseen by the test. With a seed the next mailbox is drawn at random
/// instead, which finds races that a fair order hides.
/// </remarks>
internal sealed class KitLoop(int? seed = null) : Setup
{
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(20);

    private readonly List<IRunnable> _ready = [];
    private readonly Random? _chance = seed is { } s ? new Random(s) : null;
    /// <summary>Runs until nothing is ready.</summary>
    public void Settle()
    {
        while (TryTake() is { } next)
            next.Run();
    }

    public void SettleSome(int steps)
    {
        for (var i = 0; i < steps && TryTake() is { } next; i++)
            next.Run();
    }

    /// <summary>Runs until the task is done; waits, in real time, for work under way on other threads.</summary>
    public T Settle<T>(Task<T> task)
    {
        Settle((Task)task);
        return task.GetAwaiter().GetResult();
    }

    public void Settle(Task task)
    {
        task.ContinueWith(_ => Wake(), TaskScheduler.Default);
        SettleUntil(() => task.IsCompleted);
        task.GetAwaiter().GetResult();
    }

    public void SettleUntil(Func<bool> condition)
    {
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Settle();
            lock (_ready)
                if (_ready.Count == 0 && !condition())
                    Monitor.Wait(_ready, TimeSpan.FromMilliseconds(20));
            if (Stopwatch.GetElapsedTime(since) > RealPatience)
                throw new TimeoutException("the actors did not settle");
        }
        Settle();
    }

    /// <summary>Gives other threads a moment to hand over work, then does it.</summary>
    public void SettleBriefly()
    {
        lock (_ready)
            if (_ready.Count == 0)
                Monitor.Wait(_ready, TimeSpan.FromMilliseconds(5));
        Settle();
    }

    private void Add(IRunnable run)
    {
        lock (_ready)
        {
            _ready.Add(run);
            Monitor.PulseAll(_ready);
        }
    }

    private void Wake()
    {
        lock (_ready)
            Monitor.PulseAll(_ready);
    }

    private IRunnable? TryTake()
    {
        lock (_ready)
        {
            if (_ready.Count == 0)
                return null;
            var index = _chance?.Next(_ready.Count) ?? 0;
            var run = _ready[index];
            _ready.RemoveAt(index);
            return run;
        }
    }

    private sealed class Dispatcher(MessageDispatcherConfigurator configurator, KitLoop loop) : MessageDispatcher(configurator)
    {
        protected override void ExecuteTask(IRunnable run) => loop.Add(run);

        protected override void Shutdown()
        {
        }
    }

    internal sealed class Configurator : MessageDispatcherConfigurator
    {
        private readonly Dispatcher _dispatcher;

        public Configurator(Config config, IDispatcherPrerequisites prerequisites)
            : base(config, prerequisites) =>
            _dispatcher = new Dispatcher(this, prerequisites.Settings.Setup.Get<KitLoop>().Value);

        public override MessageDispatcher Dispatcher() => _dispatcher;
    }
}
