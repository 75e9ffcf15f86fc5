using System.Collections.Immutable;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Boards on which an emergency round's order can be computed again, from what was noted of its backends.</summary>
internal static class RoundBoards
{
    public static RoutingBoard Noted(ReplayedWorld record, StoredFact round) =>
        record.Open with { States = [.. record.Backends.Select(backend => StateOf(round, backend.Definition.Id))] };

    /// <summary>What was noted where both worlds hold the backend to recover at the same time, else as the tested world has it.</summary>
    public static RoutingBoard UnderTest(ReplayedWorld tested, ReplayedWorld record, StoredFact round, string model, DateTimeOffset now) =>
        tested.Open with
        {
            States = [.. tested.Backends.Select(
                own => record.ReplayOf(own.Definition.Id) is { } backend && IsAlike(backend.State, own.State, model, now)
                    ? StateOf(round, own.Definition.Id) : own.State)],
        };

    private static bool IsAlike(BackendState a, BackendState b, string model, DateTimeOffset now) =>
        a.NextAt(model, now) == b.NextAt(model, now) && a.LacksCredentials(now) == b.LacksCredentials(now);

    private static BackendState StateOf(StoredFact round, string backend)
    {
        var noted = round.Candidates?.GetValueOrDefault(backend) ?? default;
        if (noted.Why == "credentials")
            return Resting(CooldownReason.Credentials, DateTimeOffset.MaxValue);
        return noted.Until is { } until ? Resting(CooldownReason.RateLimited, until) : BackendState.Fresh;
    }

    private static BackendState Resting(CooldownReason reason, DateTimeOffset until) =>
        BackendState.Fresh with { Whole = RestState.Fresh with { Mode = RestMode.Cooling, Reason = reason, Until = until } };
}
