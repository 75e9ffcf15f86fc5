using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>When a waiting request could be served, as far as is known.</summary>
/// <param name="Earliest">The earliest recovery known; null if there is no backend to wait for.</param>
/// <param name="HasInFlight">An attempt is in flight, and its end may free capacity at any time.</param>
internal readonly record struct Outlook(DateTimeOffset? Earliest, bool HasInFlight)
{
    /// <summary>Nothing speaks against a wait.</summary>
    public static readonly Outlook Good = new(null, HasInFlight: true);

    /// <summary>A wait until then cannot succeed.</summary>
    public bool IsHopeless(DateTimeOffset until) => !HasInFlight && !(Earliest <= until);

    /// <param name="board">The state of every backend.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="waitFor">Which backends requests wait for.</param>
    /// <param name="spent">Backends that cannot help this request.</param>
    /// <param name="now">The present.</param>
    public static Outlook Of(RoutingBoard board, string model, WaitFor waitFor, BackendSet spent, DateTimeOffset now)
    {
        var (earliest, hasInFlight) = (DateTimeOffset.MaxValue, false);
        foreach (var index in Candidates(board.Catalog, model, waitFor, spent))
        {
            hasInFlight |= board.Gauges[index].InFlight > 0;
            // A learnt limit is a guess and does not tell when there will be capacity.
            if (board.ToldNextAt(index, model, now) is var next && next < earliest)
                earliest = next;
        }
        return new Outlook(earliest == DateTimeOffset.MaxValue ? null : earliest, hasInFlight);
    }

    /// <summary>The backends that a request waits for, by index.</summary>
    internal static IEnumerable<int> Candidates(BackendCatalog catalog, string model, WaitFor waitFor, BackendSet spent) =>
        (waitFor == WaitFor.Any ? catalog.PoolMembers.SelectMany(members => members) : catalog.PoolMembers[0])
            .Where(index => !spent.Contains(index) && catalog.Backends[index] is { Enabled: true } backend && backend.Serves(model));
}
