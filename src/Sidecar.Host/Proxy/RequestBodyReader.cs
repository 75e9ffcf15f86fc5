using System.Buffers;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>How reading a request's body ended.</summary>
internal enum BodyReadOutcome
{
    Read,
    TooLarge,

    /// <summary>Its framing is invalid, or it arrived too slowly.</summary>
    Malformed,
    ClientGone,
}

/// <summary>A body, which the caller must release, or why there is none.</summary>
internal readonly record struct BodyRead(BodyReadOutcome Outcome, PooledBody Body);

/// <summary>Reads a whole request body into one rented array, which grows as data arrive, and stops as soon as it is too large.</summary>
internal static class RequestBodyReader
{
    private const int FirstRent = 4096;

    // Enough for most requests. An announced length above this is not trusted before the data arrive, because announcing costs the sender
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
            // Directly from the server's buffers: a small body is already in them and takes one step.
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
        // The server's exceptions for an invalid length, and for a length that no number can hold.
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
