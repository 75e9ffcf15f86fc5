using System.Buffers;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>How reading a request's body ended.</summary>
internal enum BodyReadOutcome
{
    Read,
    TooLarge,

    /// <summary>It is not what its framing says, or came too slowly.</summary>
    Malformed,
    ClientGone,
}

/// <summary>A body, which is the reader's to release, or why there is none.</summary>
internal readonly record struct BodyRead(BodyReadOutcome Outcome, PooledBody Body);

/// <summary>Reads a request's body whole into one rented array, which grows with what comes, and gives up as soon as it is too
/// large.</summary>
internal static class RequestBodyReader
{
    private const int FirstRent = 4096;

    // What most requests have is rented at once. Of more than that, nothing is believed before it came: an announcement costs its sender
    // nothing.
    private const int MostRentedUnseen = 64 * 1024;

    public static async ValueTask<BodyRead> ReadAsync(HttpRequest request, long limit, CancellationToken clientGone)
    {
        if (request.ContentLength is 0 || (
            request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding") && !HttpProtocol.IsHttp2(request.Protocol)))
            return new BodyRead(BodyReadOutcome.Read, PooledBody.Empty);
        if (request.ContentLength > limit)
            return new BodyRead(BodyReadOutcome.TooLarge, PooledBody.Empty);
        var announced = (int?)request.ContentLength;
        var body = new PooledBodyWriter(Math.Min(announced ?? FirstRent, MostRentedUnseen), announced ?? Array.MaxLength);
        try
        {
            // Straight from the server's own buffers: a small body is in them by now, and is here after one step.
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(clientGone);
                var isTooLarge = body.Length + read.Buffer.Length > limit;
                if (!isTooLarge)
                    foreach (var piece in read.Buffer)
                        body.Write(piece.Span);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (isTooLarge || read.IsCanceled)
                    return Drop(body, isTooLarge ? BodyReadOutcome.TooLarge : BodyReadOutcome.ClientGone);
                if (read.IsCompleted)
                    return new BodyRead(BodyReadOutcome.Read, body.ToBody());
            }
        }
        // The server's word for a length that is none, and, of one that no number can hold, what came of reading it.
        catch (Exception e) when (
            e is BadHttpRequestException or IOException { InnerException: OverflowException } && !clientGone.IsCancellationRequested)
        {
            return Drop(body, BodyReadOutcome.Malformed);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return Drop(body, BodyReadOutcome.ClientGone);
        }
    }

    private static BodyRead Drop(PooledBodyWriter body, BodyReadOutcome outcome)
    {
        body.ToBody().Release();
        return new BodyRead(outcome, PooledBody.Empty);
    }
}
