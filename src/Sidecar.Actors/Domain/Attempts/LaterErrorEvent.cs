namespace Sidecar.Domain.Attempts;

/// <summary>Keeps the first event of a stream, after its good beginning, that tells an error. It is relayed as it came; its backend is told
/// of it in the end.</summary>
internal struct LaterErrorEvent
{
    private const int Longest = 16 * 1024;

    /// <summary>Its bytes, of a long one the beginning; null: there was none.</summary>
    public byte[]? Bytes { get; private set; }

    /// <param name="event">One whole event.</param>
    public void See(ReadOnlySpan<byte> @event)
    {
        // Nearly every event is done with after this one search.
        if (Bytes is not null || @event.IndexOf("error"u8) < 0)
            return;
        if (AnswerJudgement.OfEvent(@event, hasOwnCredentials: true, default).Verdict != AttemptVerdict.Success)
            Bytes = @event[..Math.Min(@event.Length, Longest)].ToArray();
    }
}
