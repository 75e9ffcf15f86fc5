using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Everything of one process that promises are about, as data.</summary>
internal sealed record LifeRecord
{
    public required World World { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>It was killed: what was under way is nobody's fault.</summary>
    public required bool WasKilled { get; init; }

    /// <summary>Who was defined from when on.</summary>
    public required IReadOnlyList<(DateTimeOffset At, IReadOnlyList<Backend> Backends)> Catalogs { get; init; }

    public required IReadOnlyList<BackendRecord> Backends { get; init; }

    public required IReadOnlyList<CallRecord> Calls { get; init; }

    public required IReadOnlyList<TalkRecord> Talks { get; init; }

    /// <summary>Walks that the ledger has of it.</summary>
    public required IReadOnlyList<string> Walks { get; init; }

    /// <summary>Attempts that the ledger has, with their phases.</summary>
    public required IReadOnlyList<(string Request, int Attempt, string Phase)> Attempts { get; init; }

    /// <summary>Errors of actors, and messages that nobody handled.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>All that is stored of it, as a backtest reads it. It is held against that only where the process was the only one and was
    /// not reloaded under load.</summary>
    public required RecordedHistory History { get; init; }

    public bool IsBacktested { get; init; }

    /// <summary>When, by the run's own time, earlier processes had sent what this one had to count on: nothing where its clock was
    /// another.</summary>
    public required IReadOnlyDictionary<string, PastStarts> Before { get; init; }

    /// <summary>The facts of a walk, as they are stored.</summary>
    public Func<string, string> Explain { get; init; } = _ => "";

    /// <summary>In the end, nothing being under way: some backend is promised to somebody.</summary>
    public bool HasPromises { get; init; }

    public Backend? Defined(string id, DateTimeOffset at) => Catalogs.LastOrDefault(c => c.At <= at)
        .Backends?.FirstOrDefault(b => b.Id == id);
}

/// <summary>One backend of a process.</summary>
/// <param name="Behind">How many events its journal held before.</param>
/// <param name="Start">The state that these gave.</param>
/// <param name="Events">What the process meant to be journalled.</param>
/// <param name="Stored">What of that the journal holds.</param>
/// <param name="Live">The state in memory in the end.</param>
/// <param name="Unwritten">What it says is not on disk.</param>
internal sealed record BackendRecord(string Id, long Behind, BackendState Start, IReadOnlyList<IBackendEvent> Events,
    IReadOnlyList<IBackendEvent> Stored, BackendState? Live,
    int Unwritten, int InFlight);

/// <summary>One call that an upstream got.</summary>
/// <param name="Sent">When, by the run's own time: processes and their clocks come and go.</param>
/// <param name="AtOnce">How many it had under way then, this one included.</param>
internal sealed record CallRecord(string Backend, string Request, int Attempt, string Model, DateTimeOffset At, DateTimeOffset? EndedAt,
    TimeSpan Sent, bool IsEmergency, int AtOnce,
    ReplyKind Kind, long Tokens = 0);

/// <summary>One client's request.</summary>
/// <param name="Kind">Of the answer that it was given; null: one of Sidecar's own, or none.</param>
/// <param name="Code">Of an answer of Sidecar's own.</param>
internal sealed record TalkRecord(string Id, string Model, string? Client, bool Stream, DateTimeOffset SentAt, DateTimeOffset? AnsweredAt,
    DateTimeOffset? HungUpAt, bool IsOver, int? Status,
    string? Code, ReplyKind? Kind);
