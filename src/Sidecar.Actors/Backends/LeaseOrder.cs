using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;

namespace Sidecar.Backends;

/// <summary>Numbers a backend's answers and adds to each what came before it, so that the record alone reproduces every state.</summary>
internal sealed class LeaseOrder(Backend backend)
{
    // Requests per minute do not depend on returned leases; unless there is another limit, returns need not be recorded.
    private bool _tellsReturns = backend.Tpm > 0 || backend.MaxConcurrency > 0;
    private List<long>? _returned;
    private List<QuietReport>? _quiet;
    private long _last;
    private long _board;

    /// <summary>The backend's definition has changed.</summary>
    public void Redefine(Backend redefined, long board)
    {
        _tellsReturns |= redefined.Tpm > 0 || redefined.MaxConcurrency > 0;
        _board = board;
    }

    /// <summary>Limits were learnt: some depend on returned leases.</summary>
    public void Knows(LearnedLimit? limit) => _tellsReturns |= limit?.Kind.Measure is LimitMeasure.AtOnce or LimitMeasure.Tokens;

    /// <param name="events">The number of events in the backend's state.</param>
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

    /// <summary>A report produced no event although the state was not clean.</summary>
    public void Quiet(long number, long events) => (_quiet ??= []).Add(new QuietReport(number, events));
}
