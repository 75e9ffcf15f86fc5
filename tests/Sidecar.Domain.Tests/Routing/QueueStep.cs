using CsCheck;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>What may happen to the waiting queue next. Numbers select among what exists at that point; instants are seconds from
/// then.</summary>
internal sealed record QueueStep(
    QueueStep.Kind What, int Choice, int Backend, string Model, string Client, bool IsOfModel, int? RetryIn, int?[] MayTryIn,
        BackendState State, double Pause)
{
    public enum Kind
    {
        Join,
        Rejoin,
        Leave,
        Serve,
        Refuse,
        RefuseStale,
        Change,
    }

    public static readonly Gen<QueueStep[]> Histories = Gen.Select(
        Gen.OneOf(Kind.Join, Kind.Join, Kind.Rejoin, Kind.Leave, Kind.Serve, Kind.Serve, Kind.Refuse, Kind.Refuse, Kind.Refuse,
            Kind.RefuseStale, Kind.Change),
        Gen.Int[0, 100],
        Gen.Int[0, 5],
        Gen.Select(RandomBoards.Model, Gen.OneOf("x", "y"), Gen.Bool),
        Gen.Frequency((1, Gen.Const((int?)null)), (3, Gen.Int[0, 8].Select(s => (int?)s))),
        Gen.Frequency((4, Gen.Const((int?)null)), (1, Gen.Int[1, 8].Select(s => (int?)s))).Array[5],
        RandomBoards.State,
        Gen.OneOf(0, 0, 0.5, 1, 3),
        (what, choice, backend, who, retryIn, mayTryIn, state, pause) =>
            new QueueStep(what, choice, backend, who.Item1, who.Item2, who.Item3, retryIn, mayTryIn, state, pause)).Array[1, 100];
}
