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
/// <param name="Dialect">What the client understands errors in.</param>
/// <param name="RequestId">Named by errors where the dialect has a place for it.</param>
/// <param name="IsGeneration">Its usage counts: what was generated before and is fetched again was counted then.</param>
/// <param name="ClientStall">A client that takes nothing for so long is given up; zero: never.</param>
public sealed record RelaySettings(
    TimeSpan Idle, TimeSpan KeepAlive, TimeProvider Time, ChunkTimer? Chunks = null, ClientDialect Dialect =
        ClientDialect.Chat, string RequestId = "", TimeSpan ClientStall = default, bool IsGeneration = true);

/// <summary>
/// Relays a stream of server-sent events: upstream → usage tap → client, one read in flight, a flush for each, backpressure from the
/// client's socket to the upstream's.
/// </summary>
/// <remarks>
/// Two stages, fused into one actor: <see cref="UpstreamSource"/> reads when asked, <see cref="ClientSink"/> asks when its last write
/// has been taken.
/// </remarks>
public static class SseRelay
{
    private static readonly OwnError Loss =
        new(503, "Service temporarily unavailable: the upstream broke off the stream", "service_unavailable", "upstream_interrupted");

    /// <summary>
    /// Relays to the end, whichever it is; never throws for what client or upstream do, and never returns while a write is under way.
    /// </summary>
    /// <remarks>
    /// After a loss upstream the client has an error event in its dialect, and the caller must break the connection off: some clients
    /// take what ends in good order for whole, others look for the event.
    /// </remarks>
    public static async Task<RelayReport> RunAsync(
        UpstreamAnswer answer, PipeWriter client, RelaySettings settings, IMaterializer materializer, CancellationToken clientGone)
    {
        using var tap = new StreamTap(answer.HidesUsageEvent, settings.IsGeneration, answer.Translated?.Events);
        using var stall = new ClientStall(client, settings);
        await using var reading = new UpstreamReading(answer, settings, clientGone);
        var written = Source.FromGraph(new UpstreamSource(reading, tap))
            .RunWith(Sink.FromGraph(new ClientSink(client, tap, stall, clientGone)), materializer);
        var end = await written;
        if (clientGone.IsCancellationRequested || end == ClientSink.End.ClientGone)
            return tap.Report(tap.IsOver ? RelayOutcome.Completed : RelayOutcome.ClientGone, null);
        if (end == ClientSink.End.ClientStalled)
            return tap.Report(RelayOutcome.ClientStalled, "took nothing for client-stall");
        if (end == ClientSink.End.Completed)
            tap.Complete(client);
        if (end == ClientSink.End.Completed && !tap.IsLost)
            return tap.Report(await FlushAsync(stall) ?? RelayOutcome.Completed, null);
        await NotifyAsync(tap, client, stall, settings);
        return tap.IsLost ? tap.Report(RelayOutcome.UpstreamBroke, "no whole chat stream, so that it cannot be translated")
            : tap.Report(reading.OutcomeOfFailure, reading.FailureName);
    }

    // In its own event: what the upstream left unfinished was held back, and is closed first where it was too long for that.
    private static Task<RelayOutcome?> NotifyAsync(StreamTap tap, PipeWriter client, ClientStall stall, RelaySettings settings)
    {
        if (!tap.IsAtBoundary)
            client.Write("\n\n"u8);
        client.Write(Loss.ToSseEvent(settings.Dialect, settings.RequestId, tap.Events));
        return FlushAsync(stall);
    }

    private static async Task<RelayOutcome?> FlushAsync(ClientStall stall)
    {
        try
        {
            return await stall.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            return RelayOutcome.ClientGone;
        }
    }
}
