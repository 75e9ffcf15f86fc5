namespace Sidecar.Domain.Attempts;

/// <summary>Keeps the first event that reports an error after a stream's good beginning. It is relayed unchanged; at the end its backend
/// is told about it.</summary>
internal struct LaterErrorEvent
{
    private const int Longest = 16 * 1024;

    /// <summary>Its bytes, or the beginning of a long one; null if there was none.</summary>
    public byte[]? Bytes { get; private set; }

    /// <param name="event">One whole event.</param>
    public void See(ReadOnlySpan<byte> @event)
    {
        // Nearly every event needs no more than this one search.
        if (Bytes is not null || @event.IndexOf("error"u8) < 0)
            return;
        if (AnswerJudgement.OfEvent(@event, hasOwnCredentials: true, default).Verdict != AttemptVerdict.Success)
            Bytes = @event[..Math.Min(@event.Length, Longest)].ToArray();
    }
}
