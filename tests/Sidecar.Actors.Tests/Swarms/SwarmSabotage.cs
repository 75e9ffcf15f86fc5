using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Journal;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>A fault planted in Sidecar, to see whether the checks find it.</summary>
internal sealed record SwarmSabotage
{
    public static readonly SwarmSabotage None = new();

    /// <summary>What really runs while the checks believe otherwise.</summary>
    public Func<World, World> World { get; init; } = world => world;

    public Func<IUpstreamClient, IUpstreamClient> Upstream { get; init; } = upstream => upstream;

    public Func<IDirectJournal, IDirectJournal> Journal { get; init; } = journal => journal;

    /// <summary>Alters the record of a process at its end.</summary>
    public Func<LifeRecord, LifeRecord> Record { get; init; } = record => record;
}
