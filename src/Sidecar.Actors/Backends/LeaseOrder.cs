using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;

namespace Sidecar.Backends;

/// <summary>Numbers a backend's answers and tells with each what came before it, so that the record alone gives every state
/// again.</summary>
internal sealed class LeaseOrder(Backend backend)
{
    // Requests per minute do not depend on what comes back; without another limit nothing need be told.
    private bool _tellsReturns = backend.Tpm > 0 || backend.MaxConcurrency > 0;
    private List<long>? _returned;
    private List<QuietReport>? _quiet;
    private long _last;
    private long _board;

    /// <summary>Defined otherwise from now on.</summary>
    public void Redefine(Backend redefined, long board)
    {
        _tellsReturns |= redefined.Tpm > 0 || redefined.MaxConcurrency > 0;
        _board = board;
    }

    /// <summary>Limits that are known now: some depend on what comes back.</summary>
    public void Knows(LearnedLimit? limit) => _tellsReturns |= limit?.Kind.Measure is LimitMeasure.AtOnce or LimitMeasure.Tokens;

    /// <param name="events">Events behind the backend's state.</param>
    public LeasePlace NextPlace(long events)
    {
        var place = new LeasePlace(++_last, events, _returned, _quiet, _board);
        (_returned, _quiet) = (null, null);
        return place;
    }

    public void Returned(long number)
    {
        if (_tellsReturns)
            (_returned ??= []).Add(number);
    }

    /// <summary>A report brought about nothing, in a state that was not clean.</summary>
    public void Quiet(long number, long events) => (_quiet ??= []).Add(new QuietReport(number, events));
}
