using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;

namespace Sidecar.Backends;

/// <summary>Numbers a backend's answers and tells with each which leases came back before it, so that the record alone gives every limit's state again.</summary>
internal sealed class LeaseOrder(Backend backend)
{
    // Requests per minute do not depend on what comes back; without another limit nothing need be told.
    private readonly Dictionary<LeaseKey, long>? _granted = backend.Tpm > 0 || backend.MaxConcurrency > 0 ? [] : null;
    private List<long>? _returned;
    private long _last;

    /// <param name="events">Events behind the backend's state.</param>
    public LeasePlace NextPlace(long events)
    {
        var place = new LeasePlace(++_last, events, _returned);
        _returned = null;
        return place;
    }

    public void Granted(LeaseKey lease, long number) => _granted?.Add(lease, number);

    public void Returned(LeaseKey lease)
    {
        if (_granted is not null && _granted.Remove(lease, out var number))
            (_returned ??= []).Add(number);
    }
}
