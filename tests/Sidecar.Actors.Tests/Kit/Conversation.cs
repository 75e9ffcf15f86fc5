using Akka.Actor;
using Sidecar.Domain.Attempts;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>One client with its request: plays the endpoint's part, and remembers what it received and when.</summary>
internal sealed class Conversation : IDisposable
{
    private readonly IScheduler _scheduler;
    private readonly bool _holds;
    private readonly KitLoop _loop;
    private readonly CancellationTokenSource _gone = new();
    private Relayed? _relaying;

    public Conversation(string id, ClientRequest asked, long number, IScheduler scheduler, KitLoop loop)
    {
        (Id, Asked, _scheduler, _loop, _holds, SentAt) = (id, asked, scheduler, loop, asked.Holds, scheduler.Now);
        Request = asked.ToProxy(id, number, scheduler.Now, _gone.Token);
        // Continuations run inline: the endpoint's part runs within the coordinator's own message handling, the earliest it ever could.
        Completion = new TaskCompletionSource<ProxyAnswer>();
        Completion.Task.ContinueWith(t => OnAnswer(t.Result), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public string Id { get; }

    public ClientRequest Asked { get; }

    public ProxyRequest Request { get; }

    public TaskCompletionSource<ProxyAnswer> Completion { get; }

    public DateTimeOffset SentAt { get; }

    public ProxyAnswer? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>It has been answered, and no relay is running.</summary>
    public bool IsOver => Answer is not null && _relaying is null;

    public bool IsRelaying => _relaying is not null;

    public void HangUp()
    {
        _gone.Cancel();
        EndRelay(RelayOutcome.ClientGone);
        _loop.Settle();
    }

    /// <summary>Ends a running relay; does nothing if there is none.</summary>
    public void End(RelayOutcome outcome)
    {
        EndRelay(outcome);
        _loop.Settle();
    }

    public void Dispose() => _gone.Dispose();

    /// <summary>Like <see cref="End"/>, but no actor has handled the message yet.</summary>
    public void EndRelay(RelayOutcome outcome)
    {
        if (_relaying is not { Answer: ScriptedAnswer answer } relayed)
            return;
        _relaying = null;
        answer.Dispose();
        relayed.Coordinator.Tell(new RequestProtocol.RelayEnded(new RelayReport(outcome, answer.Reply.Usage, answer.Reply.Bytes.Length)
        {
            LaterError = answer.Reply.TellsLater is { } told ? System.Text.Encoding.UTF8.GetBytes(told) : null,
        }), ActorRefs.NoSender);
    }

    private void OnAnswer(ProxyAnswer answer)
    {
        (Answer, AnsweredAt) = (answer, _scheduler.Now);
        if (answer is not Relayed { Answer: ScriptedAnswer scripted } relayed)
            return;
        _relaying = relayed;
        if (_gone.IsCancellationRequested)
            EndRelay(RelayOutcome.ClientGone);
        else if (!_holds && scripted.Reply.Lasts <= TimeSpan.Zero)
            EndRelay(scripted.Reply.Ends);
        else if (!_holds)
            _scheduler.Advanced.ScheduleOnce(scripted.Reply.Lasts, () => EndRelay(scripted.Reply.Ends));
    }
}
