using System.Buffers;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.Upstream;

/// <summary>
/// The beginning of an answer's body, read ahead so that the answer can be judged before anything of it reaches the client; and what
/// the body turns out to be.
/// </summary>
/// <param name="body">Content-encodings undone.</param>
/// <param name="label">What the content-type says.</param>
/// <param name="isLabelTrusted">Files and lists are delivered as they are labelled; what is generated is looked at.</param>
/// <param name="length">How many bytes there are, where that is known and true.</param>
/// <param name="time">What waiting is counted by.</param>
internal sealed class AnswerBeginning(Stream body, BodyKind label, bool isLabelTrusted, long? length, TimeProvider time)
{
    private const int FirstRent = 16 * 1024;
    private const int Longest = 64 * 1024;

    // What a refusal's body may take to come: its status has said the most of it.
    private static readonly TimeSpan ErrorPatience = TimeSpan.FromSeconds(1);

    private byte[] _bytes = [];
    private int _length;
    private int _passed;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>What follows <see cref="Bytes"/>.</summary>
    public Stream Rest { get; private set; } = body;

    /// <summary>There is nothing after <see cref="Bytes"/>.</summary>
    public bool IsWhole { get; private set; }

    public BodyKind Kind { get; private set; } = label;

    /// <summary>
    /// Reads until the answer has said something, or for as long as it may be held back. False: it was to be a stream of events and
    /// ended without one.
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
    /// Reads what a refusal says, as far as it comes soon; that it breaks off or is not what its labels say does not change what its
    /// status said.
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

    // -1: nothing came meanwhile, and what comes is the first of the rest.
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

    // What is no document and no stream says what it has to say by its head.
    private bool HasSaid() => Kind switch
    {
        BodyKind.Events => AnswerOpening.HasSaid(Bytes.Span, ref _passed),
        BodyKind.Json => isLabelTrusted || AnswerOpening.HasSaid(Bytes.Span),
        _ => isLabelTrusted || BodyKinds.OfBeginning(Bytes.Span) != BodyKind.Undecided,
    };

    // Half an event is on its way; nobody knows yet whether it says something. Of a document all of it is.
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
