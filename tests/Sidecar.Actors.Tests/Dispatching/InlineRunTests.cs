using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Sidecar.Dispatching;

namespace Sidecar.Actors.Tests.Dispatching;

/// <summary>Actors dispatched on real threads: which thread runs them, and in which order.</summary>
public sealed class InlineRunTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = ActorSystem.Create("turns", ConfigurationFactory.ParseString("""
        akka { loggers = [], stdout-loglevel = OFF, loglevel = ERROR }
        akka.actor.sidecar-inline.type = "Sidecar.Dispatching.InlineDispatcherConfigurator, Sidecar.Actors"
        """));

    private readonly ConcurrentQueue<string> _seen = new();

    public void Dispose() => _system.Terminate().Wait(Patience);

    [Fact]
    public void an_actor_runs_in_the_thread_that_tells_it_something()
    {
        var thread = 0;
        var actor = Started(_ => thread = Environment.CurrentManagedThreadId);

        InlineRun.Tell(actor, "go");

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void what_it_tells_others_runs_behind_it_in_the_same_thread()
    {
        var second = Started(m => _seen.Enqueue($"second {m} {Environment.CurrentManagedThreadId}"));
        var first = Started(m =>
        {
            second.Tell("a");
            second.Tell("b");
            _seen.Enqueue($"first {m} {Environment.CurrentManagedThreadId}");
        });

        InlineRun.Tell(first, "go");

        var me = Environment.CurrentManagedThreadId;
        Assert.Equal([$"first go {me}", $"second a {me}", $"second b {me}"], _seen);
    }

    [Fact]
    public async Task an_actor_that_another_thread_is_busy_with_is_left_to_it()
    {
        using var inside = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);
        var busy = Started(m =>
        {
            _seen.Enqueue($"{m}");
            inside.Release();
            leave.Wait(Patience);
        });
        var other = Task.Run(() => InlineRun.Tell(busy, "theirs"));
        Assert.True(await inside.WaitAsync(Patience));

        InlineRun.Tell(busy, "mine");

        Assert.Equal(["theirs"], _seen);
        leave.Release(2);
        await other.WaitAsync(Patience);
        Assert.True(await inside.WaitAsync(Patience));
        Assert.Equal(["theirs", "mine"], _seen);
    }

    [Fact]
    public async Task who_waits_for_an_answer_goes_on_behind_the_actors_in_the_same_thread()
    {
        // A server has no synchronization context; under the test runner's, no continuation runs inline.
        SynchronizationContext.SetSynchronizationContext(null);
        var answer = new TaskCompletionSource<int>();
        var behind = Started(_ => _seen.Enqueue("another actor"));
        var actor = Started(_ =>
        {
            answer.SetResult(1);
            behind.Tell("go");
            _seen.Enqueue("the actor");
        });
        var waiting = WaitAsync(answer.Task);

        InlineRun.Tell(actor, "go");

        Assert.Equal(Environment.CurrentManagedThreadId, await waiting.WaitAsync(Patience));
        Assert.Equal(["the actor", "another actor", "the one who waited"], _seen);
    }

    [Fact]
    public async Task an_answer_from_outside_a_turn_is_taken_up_on_the_pool()
    {
        var answer = new TaskCompletionSource<int>();
        var waiting = WaitAsync(answer.Task);

        await RunOnOwnThread(() => answer.SetResult(1));

        await waiting.WaitAsync(Patience);
        Assert.Equal(["the one who waited"], _seen);
    }

    [Fact]
    public void one_who_throws_does_not_keep_the_thread_from_its_next_turn()
    {
        var actor = Started(_ => _seen.Enqueue("ran"));

        Assert.Throws<InvalidOperationException>(() => InlineRun.Run(static _ => throw new InvalidOperationException(), 0));
        InlineRun.Tell(actor, "go");

        Assert.Equal(["ran"], _seen);
    }

    [Fact]
    public void a_turn_that_serves_too_many_gives_the_rest_to_the_pool()
    {
        using var done = new CountdownEvent(1000);
        var here = 0;
        var me = Environment.CurrentManagedThreadId;
        var actors = Enumerable.Range(0, 1000).Select(_ => Started(_ =>
        {
            if (Environment.CurrentManagedThreadId == me)
                Interlocked.Increment(ref here);
            done.Signal();
        })).ToList();

        InlineRun.Run(all => all.ForEach(a => a.Tell("go", ActorRefs.NoSender)), actors);

        Assert.True(done.Wait(Patience));
        Assert.InRange(here, 1, 500);
    }

    private async Task<int> WaitAsync(Task<int> answer)
    {
        await new AfterInlineRun<int>(answer);
        _seen.Enqueue("the one who waited");
        return Environment.CurrentManagedThreadId;
    }

    // Messages from its own start run on the pool; a test that counts on its own thread must wait until they are done.
    private IActorRef Started(Action<object> receive)
    {
        var actor = _system.ActorOf(Props.Create(() => new Acting(receive)).WithDispatcher(InlineDispatcher.Path));
        actor.Ask<ActorIdentity>(new Identify(null), Patience).Wait(Patience);
        Assert.True(SpinWait.SpinUntil(() => !((ActorRefWithCell)actor).Underlying.HasMessages, Patience));
        return actor;
    }

    private static Task RunOnOwnThread(Action action)
    {
        var done = new TaskCompletionSource();
        new Thread(() =>
        {
            action();
            done.SetResult();
        }).Start();
        return done.Task;
    }

    private sealed class Acting(Action<object> receive) : UntypedActor
    {
        protected override void OnReceive(object message) => receive(message);
    }
}
