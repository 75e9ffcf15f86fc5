using System.Buffers;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>Rewrites the events of a chat stream as those of another dialect.</summary>
internal abstract class ChatEvents(AnswerFacts facts, ClientDialect dialect) : ChatAnswer(facts), IEventRewriter
{
    public long Written { get; protected set; }

    public bool IsLost { get; private set; }

    public bool IsOver { get; private set; }

    protected IBufferWriter<byte> Output { get; private set; } = null!;

    public void Rewrite(ReadOnlySpan<byte> @event, IUsageScanner usage, IBufferWriter<byte> output)
    {
        if (IsOver || IsLost)
            return;
        Output = output;
        using var read = SseEventData.ReadFirst(@event);
        var data = read.Data.Trim(" \t"u8);
        if (data.IsEmpty)
            // Keep-alives are comments in every dialect.
            WriteSignOfLife(@event);
        else if (data.SequenceEqual("[DONE]"u8))
            End(usage);
        else
            IsLost |= !TryRead(data) || IsTooLong;
    }

    public bool TryComplete(IUsageScanner usage, IBufferWriter<byte> output)
    {
        Output = output;
        if (!IsOver && Finish.Length > 0)
            End(usage);
        return IsOver;
    }

    /// <summary>Handles a whole answer although a stream was requested. False: it is not an answer.</summary>
    public bool TryRewriteWhole(ReadOnlySpan<byte> json, IUsageScanner usage, IBufferWriter<byte> output)
    {
        Output = output;
        if (!TryRead(json) || IsTooLong || (!HasChoice && !IsOver))
            return false;
        if (!IsOver)
            End(usage);
        return true;
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Writes the end, when everything else was written.</summary>
    protected abstract void WriteEnd(TokenUsage usage);

    /// <summary>Called after the error was written in the client's dialect.</summary>
    protected virtual void WriteAfterError(OwnError error)
    {
    }

    protected override void OnError(ReadOnlySpan<byte> json)
    {
        if (IsOver)
            return;
        IsOver = true;
        var error = ToldError.Read(json, 0);
        Output.Write(error.ToSseEvent(dialect, Facts.RequestId, Written));
        Written++;
        WriteAfterError(error);
    }

    private void End(IUsageScanner usage)
    {
        IsOver = true;
        CloseAll();
        WriteEnd(usage.Usage);
    }

    private void WriteSignOfLife(ReadOnlySpan<byte> @event)
    {
        if (@event.IndexOf((byte)':') == 0)
            Output.Write(":\n\n"u8);
    }
}
