using Akka.Actor;
using Sidecar.Domain.Attempts;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>All upstreams in one, each following its script; the last entry of a script repeats. Calls are recorded with their virtual
/// times.</summary>
internal sealed class ScriptedUpstream : IUpstreamClient
{
    private readonly Dictionary<string, Queue<Reply>> _scripts = new(StringComparer.Ordinal);

    /// <summary>Supplies the clock and the timers; replaced at a restart.</summary>
    public IScheduler Scheduler { get; set; } = null!;

    /// <summary>When set, replaces the scripts.</summary>
    public Func<UpstreamCall, Reply>? Improvise { get; set; }

    public List<ScriptedCall> Calls { get; } = [];

    public IEnumerable<ScriptedCall> InFlight => Calls.Where(call => !call.IsOver);

    public void Script(string backend, params Reply[] replies) => _scripts[backend] = new Queue<Reply>(replies);

    public IReadOnlyList<ScriptedCall> CallsTo(string backend) => [.. Calls.Where(call => call.Backend == backend)];

    public Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation)
    {
        var reply = Improvise?.Invoke(call) ?? NextOf(call.Backend.Id);
        var made = new ScriptedCall(call, reply, Scheduler.Now);
        Calls.Add(made);
        if (reply.Throws)
        {
            made.End(new UpstreamFailure(UpstreamError.Internal, "scripted"));
            throw new InvalidOperationException("scripted");
        }
        if (cancellation.IsCancellationRequested)
            made.End(new UpstreamFailure(UpstreamError.ClientGone, "scripted"));
        else
            Arrange(made, cancellation);
        return made.Task;
    }

    private void Arrange(ScriptedCall made, CancellationToken cancellation)
    {
        var (call, reply) = (made.Call, made.Reply);
        var own = OwnPatience(call);
        var patience = own < call.Remaining ? own : call.Remaining;
        if (!reply.Hangs && reply.After <= TimeSpan.Zero && patience > TimeSpan.Zero)
        {
            made.End(made.Scripted(), Scheduler.Now);
            return;
        }
        made.CancelledBy(cancellation.Register(() => made.End(new UpstreamFailure(UpstreamError.ClientGone, "scripted"), Scheduler.Now)));
        var isLate = reply.Hangs || reply.After >= patience;
        var error = call.IsShare || own < call.Remaining ? UpstreamError.HeadTimeout : UpstreamError.DeadlinePassed;
        Scheduler.Advanced.ScheduleOnce(
            Positive(isLate ? patience : reply.After),
            () => made.End(isLate ? new UpstreamFailure(error, "scripted") : made.Scripted(), Scheduler.Now));
    }

    // The backend's timeouts end an attempt that brings nothing.
    private static TimeSpan OwnPatience(UpstreamCall call) => !call.Request.Envelope.Stream ? call.Backend.AnswerTimeout
        : call.Backend.FirstTokenTimeout > TimeSpan.Zero ? call.Backend.FirstTokenTimeout : TimeSpan.MaxValue;

    private Reply NextOf(string backend)
    {
        if (!_scripts.TryGetValue(backend, out var script))
            throw new InvalidOperationException($"no script for upstream '{backend}'");
        return script.Count > 1 ? script.Dequeue() : script.Peek();
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
