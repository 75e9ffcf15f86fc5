using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>What is known of when one who waits could be served.</summary>
/// <param name="Earliest">The earliest recovery known; null where there is nobody to wait for.</param>
/// <param name="HasInFlight">An attempt is in flight whose end may bring news at any time.</param>
internal readonly record struct Outlook(DateTimeOffset? Earliest, bool HasInFlight)
{
    /// <summary>Where nothing speaks against a wait.</summary>
    public static readonly Outlook Good = new(null, HasInFlight: true);

    /// <summary>A wait until then cannot end well.</summary>
    public bool IsHopeless(DateTimeOffset until) => !HasInFlight && !(Earliest <= until);

    /// <param name="board">How every backend fares.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="waitFor">Whom requests wait for.</param>
    /// <param name="spent">Backends that are of no use to the request.</param>
    /// <param name="now">The present.</param>
    public static Outlook Of(RoutingBoard board, string model, WaitFor waitFor, BackendSet spent, DateTimeOffset now)
    {
        var (earliest, hasInFlight) = (DateTimeOffset.MaxValue, false);
        foreach (var index in Candidates(board.Catalog, model, waitFor, spent))
        {
            hasInFlight |= board.Gauges[index].InFlight > 0;
            // What was learnt of a limit is no knowledge of when it has room.
            if (board.ToldNextAt(index, model, now) is var next && next < earliest)
                earliest = next;
        }
        return new Outlook(earliest == DateTimeOffset.MaxValue ? null : earliest, hasInFlight);
    }

    /// <summary>Whom a request waits for, by index.</summary>
    internal static IEnumerable<int> Candidates(BackendCatalog catalog, string model, WaitFor waitFor, BackendSet spent) =>
        (waitFor == WaitFor.Any ? catalog.PoolMembers.SelectMany(members => members) : catalog.PoolMembers[0])
            .Where(index => !spent.Contains(index) && catalog.Backends[index] is { Enabled: true } backend && backend.Serves(model));
}
