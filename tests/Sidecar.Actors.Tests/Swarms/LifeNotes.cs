using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>What is noted while a process lives.</summary>
internal sealed class LifeNotes
{
    public SortedSet<string> Ids { get; } = new(StringComparer.Ordinal);

    public List<(DateTimeOffset At, IReadOnlyList<Backend> Backends)> Catalogs { get; } = [];

    public List<PolicyChange> Changes { get; } = [];

    /// <summary>What earlier processes had sent to each backend, as this process read it.</summary>
    public IReadOnlyDictionary<string, PastStarts> Before { get; set; } = new Dictionary<string, PastStarts>();

    public Dictionary<string, JournalProtocol.Recovered> Start { get; } = new(StringComparer.Ordinal);

    public List<Conversation> Talks { get; } = [];

    public Dictionary<string, DateTimeOffset> HungUp { get; } = new(StringComparer.Ordinal);

    /// <summary>How many calls the backend had under way, this one included.</summary>
    public Dictionary<(string Request, int Attempt), int> AtOnce { get; } = [];

    public Dictionary<string, BackendState> Live { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> InFlight { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Unwritten { get; } = new(StringComparer.Ordinal);
}
