using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Everything about one process that promises are made of, as data.</summary>
internal sealed record LifeRecord
{
    public required World World { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>It was killed: calls that were under way are nobody's fault.</summary>
    public required bool WasKilled { get; init; }

    /// <summary>Which backends were defined, and from when on.</summary>
    public required IReadOnlyList<(DateTimeOffset At, IReadOnlyList<Backend> Backends)> Catalogs { get; init; }

    public required IReadOnlyList<BackendRecord> Backends { get; init; }

    public required IReadOnlyList<CallRecord> Calls { get; init; }

    public required IReadOnlyList<TalkRecord> Talks { get; init; }

    /// <summary>The walks of this process that the ledger holds.</summary>
    public required IReadOnlyList<string> Walks { get; init; }

    /// <summary>The attempts of this process that the ledger holds, with their phases.</summary>
    public required IReadOnlyList<(string Request, int Attempt, string Phase)> Attempts { get; init; }

    /// <summary>Actors' errors, and messages that nobody handled.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Everything stored about it, as a backtest reads it. It is checked for every process, killed ones
    /// included, except for those of runs in which one ends in order and another follows.</summary>
    public required RecordedHistory History { get; init; }

    public bool IsBacktested { get; init; }

    /// <summary>The requests of earlier processes that this one had to count, by the run's own time; none if its clock differed.</summary>
    public required IReadOnlyDictionary<string, PastStarts> Before { get; init; }

    /// <summary>The stored facts of a walk.</summary>
    public Func<string, string> Explain { get; init; } = _ => "";

    /// <summary>At the end, with nothing under way, some backend is still promised to somebody.</summary>
    public bool HasPromises { get; init; }

    public Backend? Defined(string id, DateTimeOffset at) => Catalogs.LastOrDefault(c => c.At <= at)
        .Backends?.FirstOrDefault(b => b.Id == id);
}

/// <summary>One backend of a process.</summary>
/// <param name="Behind">How many events its journal held before.</param>
/// <param name="Start">The state that these events add up to.</param>
/// <param name="Events">What the process meant to journal.</param>
/// <param name="Stored">How much of that the journal holds.</param>
/// <param name="Live">The state in memory at the end.</param>
/// <param name="Unwritten">How many events it reports as not on disk.</param>
internal sealed record BackendRecord(string Id, long Behind, BackendState Start, IReadOnlyList<IBackendEvent> Events,
    IReadOnlyList<IBackendEvent> Stored, BackendState? Live,
    int Unwritten, int InFlight);

/// <summary>One call that an upstream got.</summary>
/// <param name="Sent">When, by the run's own time: processes and their clocks come and go.</param>
/// <param name="AtOnce">How many calls the backend had under way then, this one included.</param>
internal sealed record CallRecord(string Backend, string Request, int Attempt, string Model, DateTimeOffset At, DateTimeOffset? EndedAt,
    TimeSpan Sent, bool IsEmergency, int AtOnce,
    ReplyKind Kind, long Tokens = 0);

/// <summary>One client's request.</summary>
/// <param name="Kind">The kind of answer it got; null if it was Sidecar's own, or none.</param>
/// <param name="Code">The code of an answer of Sidecar's own.</param>
internal sealed record TalkRecord(string Id, string Model, string? Client, bool Stream, DateTimeOffset SentAt, DateTimeOffset? AnsweredAt,
    DateTimeOffset? HungUpAt, bool IsOver, int? Status,
    string? Code, ReplyKind? Kind);
