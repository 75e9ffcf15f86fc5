using System.Buffers;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.Upstream;

/// <summary>
/// The beginning of an answer's body, read ahead so that the answer can be classified before any of it reaches the client; and what kind
/// of body it turns out to be.
/// </summary>
/// <param name="body">The body, content encodings undone.</param>
/// <param name="label">The kind according to the content type.</param>
/// <param name="isLabelTrusted">Files and lists are passed on as labelled; generated answers are examined.</param>
/// <param name="length">The number of bytes, if it is known and reliable.</param>
/// <param name="time">The clock for waiting.</param>
internal sealed class AnswerBeginning(Stream body, BodyKind label, bool isLabelTrusted, long? length, TimeProvider time)
{
    private const int FirstRent = 16 * 1024;
    private const int Longest = 64 * 1024;

    // How long to wait for an error's body: its status has already said the most important part.
    private static readonly TimeSpan ErrorPatience = TimeSpan.FromSeconds(1);

    private byte[] _bytes = [];
    private int _length;
    private int _passed;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>The body after <see cref="Bytes"/>.</summary>
    public Stream Rest { get; private set; } = body;

    /// <summary>There is nothing after <see cref="Bytes"/>.</summary>
    public bool IsWhole { get; private set; }

    public BodyKind Kind { get; private set; } = label;

    /// <summary>
    /// Reads until the answer has said something, or as long as it may be held back. False: it should be an event stream and ended
    /// without an event.
    /// </summary>
    public async ValueTask<bool> ReadAsync(TimeSpan hold, CancellationToken cancellation)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(FirstRent);
        long? opened = null;
        while (true)
        {
            var read = opened is { } since
                ? await ReadWithinAsync(hold - time.GetElapsedTime(since), cancellation)
                : await Rest.ReadAsync(_bytes.AsMemory(_length), cancellation);
            if (read < 0)
                return true;
            _length += read;
            IsWhole = read == 0 || _length == length;
            Look();
            if (IsWhole)
                return Kind != BodyKind.Events || Bytes.Span.IndexOf("data:"u8) >= 0;
            if (HasSaid() || (_length == _bytes.Length && !Grow()))
                return true;
            if (IsBetweenLines)
                opened ??= time.GetTimestamp();
        }
    }

    /// <summary>
    /// Reads an error's body as far as it comes soon; if that breaks off or is not what its label says, the status still counts.
    /// </summary>
    public async ValueTask ReadErrorAsync(CancellationToken clientGone)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(FirstRent);
        var began = time.GetTimestamp();
        try
        {
            while (_length != length && (_length < _bytes.Length || Grow()))
            {
                var read = await ReadWithinAsync(ErrorPatience - time.GetElapsedTime(began), clientGone);
                if (read < 0)
                    break;
                _length += read;
                IsWhole = read == 0 || _length == length;
                if (IsWhole)
                    break;
            }
        }
        catch (Exception e) when (!clientGone.IsCancellationRequested)
        {
            Rest = new BrokenBody(e);
        }
        Look();
    }

    public void Forget()
    {
        var bytes = _bytes;
        (_bytes, _length) = ([], 0);
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    // -1: nothing came in that time; whatever comes later is the beginning of the rest.
    private async ValueTask<int> ReadWithinAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var held = new HeldRead(Rest, _bytes.Length - _length);
        if (!await held.WaitAsync(patience, time, cancellation))
        {
            Rest = held;
            return -1;
        }
        await using (held)
            return await held.ReadAsync(_bytes.AsMemory(_length), cancellation);
    }

    private void Look()
    {
        if (isLabelTrusted)
            return;
        var seen = BodyKinds.OfBeginning(Bytes.Span);
        if (seen is BodyKind.Events or BodyKind.Json)
            Kind = seen;
    }

    // A body that is neither a document nor a stream says everything by its head.
    private bool HasSaid() => Kind switch
    {
        BodyKind.Events => AnswerOpening.HasSaid(Bytes.Span, ref _passed),
        BodyKind.Json => isLabelTrusted || AnswerOpening.HasSaid(Bytes.Span),
        _ => isLabelTrusted || BodyKinds.OfBeginning(Bytes.Span) != BodyKind.Undecided,
    };

    // Part of an event has come, and it may still say something. A document is always incomplete before its end.
    private bool IsBetweenLines => Kind != BodyKind.Events || Bytes.Span[^1] is (byte)'\n' or (byte)'\r';

    private bool Grow()
    {
        if (_bytes.Length >= Longest)
            return false;
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        Bytes.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return true;
    }

    private sealed class BrokenBody(Exception fault) : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new IOException("the body broke off", fault));
    }
}
