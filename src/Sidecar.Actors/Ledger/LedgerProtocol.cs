namespace Sidecar.Ledger;

/// <summary>What the <see cref="LedgerActor"/> is told and asked.</summary>
public static class LedgerProtocol
{
    /// <summary>Keep this row. Not answered: the request path does not wait for the ledger.</summary>
    public sealed record RecordAttempt(AttemptRow Row);

    /// <summary>Keep this walk. Not answered.</summary>
    /// <param name="Row">The walk.</param>
    /// <param name="Last">The attempt that it ended with, unless that was told before: a plain request has but this one thing to
    /// tell.</param>
    public sealed record RecordWalk(WalkRow Row, AttemptRow? Last = null);

    /// <summary>Write at once; answered by <see cref="Flushed"/> when everything received before this message is in the store.</summary>
    public sealed record Flush
    {
        public static readonly Flush Instance = new();
    }

    /// <param name="Dropped">Rows lost since the start because the store was away for too long.</param>
    public sealed record Flushed(long Dropped);

    /// <summary>Answered by <see cref="LedgerStatus"/>.</summary>
    public sealed record GetStatus
    {
        public static readonly GetStatus Instance = new();
    }

    /// <param name="Buffered">Rows not yet in the store, those being written included.</param>
    /// <param name="Dropped">As in <see cref="Flushed"/>.</param>
    /// <param name="LastFlush">When a write last succeeded, UTC; null before the first.</param>
    public sealed record LedgerStatus(int Buffered, long Dropped, DateTimeOffset? LastFlush);
}
