namespace Sidecar.Host.Upstream;

/// <summary>
/// A decoded body that ends only with the encoded one: a decoder may have all that it needs while the end of what surrounds it, a checksum
/// say, is still to come or will never.
/// </summary>
internal sealed class DecodedBody(Stream decoded, Stream encoded) : ReadOnlyStream
{
    private const int DrainSize = 512;

    private bool _isDrained;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await decoded.ReadAsync(buffer, cancellationToken);
            if (read == 0 && buffer.Length > 0 && !_isDrained)
                await DrainAsync(cancellationToken);
            return read;
        }
        catch (InvalidOperationException broken)
        {
            // What brotli's decoder says of data that is none.
            throw new InvalidDataException("the body is not what its content-encoding says", broken);
        }
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        var rest = new byte[DrainSize];
        while (await encoded.ReadAsync(rest, cancellation) > 0)
            continue;
        _isDrained = true;
    }
}
