using System.Buffers;
using System.IO.Pipelines;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;
using Sidecar.Upstream;

namespace Sidecar.Relay;

/// <summary>Relays a body that is not an event stream: a copy loop directly into the client's buffers, with the same usage tap.
/// Materialising a stream would cost more than the whole request.</summary>
public static class PlainRelay
{
    // Large bodies should need few system calls; small ones should not take large buffers from the server's pool.
    private const int LargeRead = 64 * 1024;
    private const int SmallRead = 4 * 1024;

    /// <summary>Relays a body that is already complete, without a flush: the server sends head and body together when the response
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

    /// <summary>Relays to the end, however that comes. If the upstream broke off, the caller must reset the connection, because the body
    /// is incomplete.</summary>
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
            if (settings.FirstWordWithin is { } within)
                patience.ExpectFirstWord(within, isStream: false, answer.Peeked.Span);
            var late = settings.IsGeneration ? LateBeginning.After(answer.Peeked.Span) : null;
            client.Write(answer.Peeked.Span);
            bytes = answer.Peeked.Length;
            // Bytes that are here must not wait for later ones: an upstream may think for long between the two. A small body is complete
            // by now, and is sent in one piece.
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
                late?.See(client.GetMemory().Span[..read]);
                patience.See(client.GetMemory().Span[..read]);
                client.Advance(read);
                bytes += read;
                size = LargeRead;
                if (await stall.FlushAsync(clientGone) is { } lost)
                    return new RelayReport(lost, usage?.Usage ?? default, bytes);
            }
            return new RelayReport(await stall.FlushAsync(clientGone) ?? RelayOutcome.Completed, usage?.Usage ?? default, bytes)
            {
                LaterError = late?.Bytes,
            };
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            return new RelayReport(clientGone.IsCancellationRequested ? RelayOutcome.ClientGone : RelayOutcome.Faulted,
                usage?.Usage ?? default, bytes, e.GetType().Name);
        }
    }

    // -1: the upstream failed. Exceptions from the client's side are left to the caller.
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
