using System.Buffers;
using System.IO.Pipelines;
using Akka.Streams;
using Akka.Streams.Dsl;
using Sidecar.Diagnostics;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Relay;

/// <summary>The settings of a relay.</summary>
/// <param name="Idle">The longest silence between two reads of the upstream.</param>
/// <param name="KeepAlive">After this much silence a comment is sent, at an event's boundary; zero: never.</param>
/// <param name="Time">The clock for both.</param>
/// <param name="Chunks">Measures the time between two chunks of a stream; null: not measured.</param>
/// <param name="Dialect">The dialect in which the client understands errors.</param>
/// <param name="RequestId">Included in errors if the dialect has a field for it.</param>
/// <param name="IsGeneration">Whether its usage counts: an answer that is only fetched again was counted when it was generated.</param>
/// <param name="ClientStall">A client that reads nothing for this long is disconnected; zero: never.</param>
/// <param name="FirstWordWithin">An answer that was passed on before it had said anything has this much time left for it; null: any
/// time.</param>
public sealed record RelaySettings(
    TimeSpan Idle, TimeSpan KeepAlive, TimeProvider Time, ChunkTimer? Chunks = null, ClientDialect Dialect =
        ClientDialect.Chat, string RequestId = "", TimeSpan ClientStall = default, bool IsGeneration = true,
    TimeSpan? FirstWordWithin = null);

/// <summary>
/// Relays a stream of server-sent events from upstream through the usage tap to the client: one read at a time, each followed by a flush,
/// with backpressure from the client's socket to the upstream's.
/// </summary>
/// <remarks>
/// Two stages, fused into one actor: <see cref="UpstreamSource"/> reads when asked, <see cref="ClientSink"/> asks when its last write
/// has been taken.
/// </remarks>
public static class SseRelay
{
    // By these words clients know that asking again may help: some agents (pi, its kin) look for "service unavailable" or "connection
    // error" in the text, whatever type and code say.
    private static readonly OwnError Loss = new(
        503, "Service unavailable: connection error, the upstream broke off the stream", "service_unavailable", "upstream_interrupted");

    /// <summary>
    /// Relays to the end, however that comes; never throws because of client or upstream, and never returns while a write is running.
    /// </summary>
    /// <remarks>
    /// If the upstream broke off, the client has got an error event in its dialect, and the caller must abort the connection: some
    /// clients take a body that ends properly for complete, others look for the event.
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

    // As an event of its own: an incomplete event was held back, or is closed first if it was too long for that.
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
