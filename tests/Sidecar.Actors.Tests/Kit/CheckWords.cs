using Sidecar.Domain.Walk;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>The vocabulary in which a scenario says what must be true at the end.</summary>
internal static class CheckWords
{
    public static Check AnsweredBy(string backend, int status = 200) => played =>
    {
        var relayed = Assert.IsType<Relayed>(played.Last.Answer);
        Assert.Equal((backend, status), (relayed.Backend.Id, relayed.Status));
    };

    /// <summary>The answer's own headers (section 6 of the contract): the phase that produced it, and the number of attempts.</summary>
    public static Check In(RequestPhase phase, int attempts) => played =>
    {
        var relayed = Assert.IsType<Relayed>(played.Last.Answer);
        Assert.Equal((phase, attempts), (relayed.Phase, relayed.Attempts));
    };

    public static Check RefusedWith(string code, int? retryAfter = null) => played =>
    {
        var refused = Assert.IsType<Refused>(played.Last.Answer).Refusal;
        Assert.Equal((code, retryAfter), (refused.Code, refused.RetryAfterSeconds));
    };

    public static Check NobodyIsAnswered() => played => Assert.IsType<Abandoned>(played.Last.Answer);

    /// <summary>Time from the request's arrival to the head of its answer.</summary>
    public static Check AnsweredAfter(TimeSpan span) => played => Assert.Equal(span, played.Last.AnsweredAt - played.Last.SentAt);

    /// <summary>The phases found in the recorded facts of the walk, in order.</summary>
    public static Check Walked(params RequestPhase[] phases) => played =>
    {
        var seen = Walks.PhasesOf(played.Kit.FlushedLedger().WalkOf(played.Last.Id));
        if (played.Last.Answer is Relayed)
            seen = [.. seen, RequestPhase.Relaying];
        Assert.Equal(phases, seen);
    };

    /// <summary>The backend's journal holds exactly these events.</summary>
    public static Check Journalled(string backend, params EventCheck[] events) => played =>
        EventWords.Verify(events, played.Kit.Journal(backend));

    /// <summary>The calls that the upstream got, in seconds since the first request.</summary>
    public static Check CalledAt(string backend, params double[] seconds) => played =>
        Assert.Equal(seconds, played.Kit.Upstream.CallsTo(backend).Select(call => (call.At - VirtualScheduler.Start).TotalSeconds));

    public static Check NotCalled(string backend) => CalledAt(backend);

    /// <summary>The ledger's rows of the last request, in order.</summary>
    public static Check Rows(params (string Backend, int? Status, string? ErrorClass)[] rows) => played =>
        Assert.Equal(rows, played.Kit.FlushedLedger().AttemptsOf(played.Last.Id).Select(row => (row.Backend, row.Status, row.ErrorClass)));
}
