using System.Buffers;
using System.IO.Pipelines;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;
using Sidecar.Upstream;

namespace Sidecar.Relay;

/// <summary>Relays a body that is no stream of events: a copy loop straight into the client's buffers, with the same usage tap.
/// Materialising a stream would cost more than the request.</summary>
public static class PlainRelay
{
    // Large bodies want few system calls; small ones should not make the server's pool hand out more than they fill.
    private const int LargeRead = 64 * 1024;
    private const int SmallRead = 4 * 1024;

    /// <summary>Relays a body that is here already, without a flush: the server sends head and body in one piece when the response
    /// ends.</summary>
    public static RelayReport Pass(UpstreamAnswer answer, PipeWriter client, bool isGeneration, CancellationToken clientGone)
    {
        using var usage = answer.IsJson && isGeneration ? new JsonUsageScanner() : null;
        usage?.Feed(answer.Peeked.Span);
        var body = answer.Translated is { } translated ? translated.Document.Span : answer.Peeked.Span;
        client.Write(body);
        return new RelayReport(
            clientGone.IsCancellationRequested ? RelayOutcome.ClientGone : RelayOutcome.Completed, usage?.Usage ?? default, body.Length);
    }

    /// <summary>Relays to the end, whichever it is. After a loss upstream the caller must reset the connection: what was sent is not
    /// whole.</summary>
    public static async Task<RelayReport> RunAsync(
        UpstreamAnswer answer, PipeWriter client, RelaySettings settings, CancellationToken clientGone)
    {
        using var usage = answer.IsJson && settings.IsGeneration ? new JsonUsageScanner() : null;
        using var patience = new ReadPatience(settings, clientGone);
        using var stall = new ClientStall(client, settings);
        long bytes = 0;
        try
        {
            usage?.Feed(answer.Peeked.Span);
            if (answer.Translated is { } translated)
            {
                client.Write(translated.Document.Span);
                return new RelayReport(
                    await stall.FlushAsync(clientGone) ?? RelayOutcome.Completed, usage?.Usage ?? default, translated.Document.Length);
            }
            client.Write(answer.Peeked.Span);
            bytes = answer.Peeked.Length;
            // What is here must not wait for what is not: an upstream may think for long between the two. A small body is whole by now, and
            // goes out in one piece.
            var more = ReadAsync(answer.Body, Memory<byte>.Empty, patience);
            var hasLeft = !more.IsCompleted && (await client.FlushAsync(CancellationToken.None)).IsCompleted;
            if (await more < 0)
                return new RelayReport(patience.OutcomeOfFailure, usage?.Usage ?? default, bytes, patience.FailureName);
            if (hasLeft)
                return new RelayReport(RelayOutcome.ClientGone, usage?.Usage ?? default, bytes);
            var size = bytes < LargeRead / 8 ? SmallRead : LargeRead;
            while (true)
            {
                var read = await ReadAsync(answer.Body, client.GetMemory(size), patience);
                if (read < 0)
                    return new RelayReport(patience.OutcomeOfFailure, usage?.Usage ?? default, bytes, patience.FailureName);
                if (read == 0)
                    break;
                usage?.Feed(client.GetMemory().Span[..read]);
                client.Advance(read);
                bytes += read;
                size = LargeRead;
                if (await stall.FlushAsync(clientGone) is { } lost)
                    return new RelayReport(lost, usage?.Usage ?? default, bytes);
            }
            return new RelayReport(await stall.FlushAsync(clientGone) ?? RelayOutcome.Completed, usage?.Usage ?? default, bytes);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            return new RelayReport(clientGone.IsCancellationRequested ? RelayOutcome.ClientGone : RelayOutcome.Faulted,
                usage?.Usage ?? default, bytes, e.GetType().Name);
        }
    }

    // -1: the upstream failed, which is the upstream's trouble; what the client's side throws is left to the caller.
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, ReadPatience patience)
    {
        patience.Start();
        try
        {
            return await body.ReadAsync(buffer, patience.Token);
        }
        catch (Exception e)
        {
            patience.Fail(e);
            return -1;
        }
        finally
        {
            patience.Stop();
        }
    }
}
