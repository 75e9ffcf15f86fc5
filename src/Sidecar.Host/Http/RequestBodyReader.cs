using System.Buffers;
using Sidecar.Upstream;

namespace Sidecar.Http;

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

/// <summary>Reads a request's body whole into one rented array, and gives up as soon as it is too large.</summary>
internal static class RequestBodyReader
{
    private const int FirstRent = 4096;

    public static async ValueTask<BodyRead> ReadAsync(HttpRequest request, long limit, CancellationToken clientGone)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding") && !HttpProtocol.IsHttp2(request.Protocol)))
            return new BodyRead(BodyReadOutcome.Read, PooledBody.Empty);
        if (request.ContentLength > limit)
            return new BodyRead(BodyReadOutcome.TooLarge, PooledBody.Empty);
        // One byte more than announced, so that the last read sees the end without growing the array.
        var array = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength + 1 ?? FirstRent));
        var length = 0;
        try
        {
            while (await request.Body.ReadAsync(array.AsMemory(length), clientGone) is var read and > 0)
            {
                length += read;
                if (length > limit)
                    return Drop(array, BodyReadOutcome.TooLarge);
                if (length == array.Length)
                    array = Grow(array, length);
            }
            return new BodyRead(BodyReadOutcome.Read, new PooledBody(array, length));
        }
        catch (BadHttpRequestException) when (!clientGone.IsCancellationRequested)
        {
            return Drop(array, BodyReadOutcome.Malformed);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return Drop(array, BodyReadOutcome.ClientGone);
        }
    }

    private static byte[] Grow(byte[] array, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(array.Length * 2);
        array.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(array);
        return larger;
    }

    private static BodyRead Drop(byte[] array, BodyReadOutcome outcome)
    {
        ArrayPool<byte>.Shared.Return(array);
        return new BodyRead(outcome, PooledBody.Empty);
    }
}
