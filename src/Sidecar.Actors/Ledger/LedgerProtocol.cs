namespace Sidecar.Ledger;

/// <summary>The messages to the <see cref="LedgerActor"/> and its answers.</summary>
public static class LedgerProtocol
{
    /// <summary>Store this row. Not answered: the request path does not wait for the ledger.</summary>
    public sealed record RecordAttempt(AttemptRow Row);

    /// <summary>Store this walk. Not answered.</summary>
    /// <param name="Row">The walk.</param>
    /// <param name="Last">The walk's last attempt, unless it was sent before: thus a plain request sends a single message.</param>
    public sealed record RecordWalk(WalkRow Row, AttemptRow? Last = null);

    /// <summary>Write at once; answered by <see cref="Flushed"/> when everything received before this message is stored.</summary>
    public sealed record Flush
    {
        public static readonly Flush Instance = new();
    }

    /// <param name="Dropped">Rows lost since the start because the store was down for too long.</param>
    public sealed record Flushed(long Dropped);

    /// <summary>Answered by <see cref="LedgerStatus"/>.</summary>
    public sealed record GetStatus
    {
        public static readonly GetStatus Instance = new();
    }

    /// <param name="Buffered">Rows not yet stored, including those being written.</param>
    /// <param name="Dropped">As in <see cref="Flushed"/>.</param>
    /// <param name="LastFlush">When a write last succeeded, UTC; null before the first.</param>
    public sealed record LedgerStatus(int Buffered, long Dropped, DateTimeOffset? LastFlush);
}
