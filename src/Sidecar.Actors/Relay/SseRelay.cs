using System.Buffers;
using System.IO.Pipelines;
using Akka.Streams;
using Akka.Streams.Dsl;
using Sidecar.Diagnostics;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Relay;

/// <summary>What a relay goes by.</summary>
/// <param name="Idle">The longest silence between two reads of the upstream.</param>
/// <param name="KeepAlive">After this much silence a comment is sent, at an event's boundary; zero: never.</param>
/// <param name="Time">What both are counted by.</param>
/// <param name="Chunks">Measures what comes between two chunks of a stream; null: nobody wants to know.</param>
public sealed record RelaySettings(TimeSpan Idle, TimeSpan KeepAlive, TimeProvider Time, ChunkTimer? Chunks = null);

/// <summary>Relays a stream of server-sent events: upstream → usage tap → client, one read in flight, a flush for each, backpressure from the client's socket to the upstream's.</summary>
/// <remarks>Two stages, fused into one actor: <see cref="UpstreamSource"/> reads when asked, <see cref="ClientSink"/> asks when its last write has been taken.</remarks>
public static class SseRelay
{
    private static readonly byte[] LossNotice = OpenAiError.ToSseEvent(
        "Service temporarily unavailable: the upstream broke off the stream", "service_unavailable", "upstream_interrupted");

    /// <summary>Relays to the end, whichever it is; never throws for what client or upstream do, and never returns while a write is under way.</summary>
    public static async Task<RelayReport> RunAsync(UpstreamAnswer answer, PipeWriter client, RelaySettings settings, IMaterializer materializer, CancellationToken clientGone)
    {
        using var tap = new StreamTap(answer.HidesUsageEvent);
        await using var reading = new UpstreamReading(answer, settings, clientGone);
        var written = Source.FromGraph(new UpstreamSource(reading, tap)).RunWith(Sink.FromGraph(new ClientSink(client, tap, clientGone)), materializer);
        var end = await written;
        if (clientGone.IsCancellationRequested || end == ClientSink.End.ClientGone)
            return tap.Report(RelayOutcome.ClientGone, null);
        if (end == ClientSink.End.Completed)
            return await FinishAsync(tap, client) ? tap.Report(RelayOutcome.Completed, null) : tap.Report(RelayOutcome.ClientGone, null);
        await NotifyAsync(tap, client);
        return tap.Report(reading.OutcomeOfFailure, reading.FailureName);
    }

    private static Task<bool> FinishAsync(StreamTap tap, PipeWriter client)
    {
        tap.Complete(client);
        return FlushAsync(client);
    }

    // In its own event: what the upstream left unfinished was held back, and is closed first where it was too long for that.
    private static Task<bool> NotifyAsync(StreamTap tap, PipeWriter client)
    {
        if (!tap.IsAtBoundary)
            client.Write("\n\n"u8);
        client.Write(LossNotice);
        return FlushAsync(client);
    }

    private static async Task<bool> FlushAsync(PipeWriter client)
    {
        try
        {
            return !(await client.FlushAsync()).IsCompleted;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
