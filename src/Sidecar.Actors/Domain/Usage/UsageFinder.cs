using System.Buffers;

namespace Sidecar.Domain.Usage;

/// <summary>
/// Finds usage objects in JSON that arrives in pieces: at the top level, in <c>response</c>, <c>message</c> or <c>x_groq</c>, and in each
/// of
/// <c>choices</c>. Everything else is skipped by vectorised searches; only a usage object is copied, up to 16 KiB of it.
/// </summary>
/// <remarks>It follows braces, quotes and escapes but validates nothing: text that is not JSON yields no usage, or none that can be
/// parsed.</remarks>
internal sealed class UsageFinder : IDisposable
{
    private const int LongestUsage = 16 * 1024;
    private const int FirstRent = 512;

    private static readonly SearchValues<byte> Blank =
        SearchValues.Create([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]);
    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]:,"u8);

    private UsageTally _tally;
    private Place _place;
    private JsonKey _key;
    private bool _inString;
    private bool _escaped;
    private bool _isKey;

    // Open brackets of a value that is being skipped or captured; otherwise zero.
    private int _depth;
    private bool _capturing;
    private byte[] _captured = [];
    private int _capturedLength;

    private enum Place
    {
        Before,
        Root,
        Holder,
        Choices,
        Choice,
        After,
    }

    public TokenUsage Usage => _tally.ToUsage();

    /// <summary>The document is over; the next byte begins another.</summary>
    public void StartDocument()
    {
        _tally.StartDocument();
        (_place, _inString, _escaped, _isKey, _depth, _capturing, _capturedLength) = (Place.Before, false, false, false, 0, false, 0);
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _place != Place.After)
        {
            var capturing = _capturing;
            var taken = Take(bytes);
            if (capturing)
                Capture(bytes[..taken]);
            if (_capturing && _depth == 0)
                EndCapture();
            bytes = bytes[taken..];
        }
    }

    public void Dispose()
    {
        if (_captured.Length > 0)
            ArrayPool<byte>.Shared.Return(_captured);
        _captured = [];
        _place = Place.After;
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (_inString)
            return TakeString(bytes);
        if (_depth > 0)
            return TakeValue(bytes);
        return _place == Place.Before ? TakeOpening(bytes) : TakeStructure(bytes);
    }

    private int TakeOpening(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyExcept(Blank);
        if (first < 0)
            return bytes.Length;
        _place = bytes[first] == '{' ? Place.Root : Place.After;
        _key.Clear();
        return first + 1;
    }

    private int TakeString(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            return 1;
        }

        var stop = bytes.IndexOfAny((byte)'"', (byte)'\\');
        var length = stop < 0 ? bytes.Length : stop;
        if (_isKey)
            _key.Append(bytes[..length]);
        if (stop < 0)
            return length;
        if (bytes[stop] == '"')
            _inString = false;
        else
            (_escaped, _key) = (true, _isKey ? JsonKey.Unknown : _key);
        return stop + 1;
    }

    private int TakeValue(ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOfAny(Brackets);
        if (stop < 0)
            return bytes.Length;
        if (bytes[stop] == '"')
            (_inString, _isKey) = (true, false);
        else
            _depth += bytes[stop] is (byte)'{' or (byte)'[' ? 1 : -1;
        return stop + 1;
    }

    private int TakeStructure(ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOfAny(Structure);
        if (stop < 0)
            return bytes.Length;
        switch (bytes[stop])
        {
            case (byte)'"':
                (_inString, _isKey) = (true, _key.IsExpected);
                break;
            case (byte)':':
                _key.End();
                break;
            case (byte)',':
                _key.Clear();
                break;
            case (byte)'{':
                OpenObject();
                break;
            case (byte)'[':
                OpenArray();
                break;
            default:
                Close();
                break;
        }

        return stop + 1;
    }

    private void OpenObject()
    {
        if (_place != Place.Choices && _key.Is("usage"u8))
        {
            (_capturing, _depth, _capturedLength) = (true, 1, 0);
            Capture("{"u8);
        }
        else if (_place == Place.Choices)
            Enter(Place.Choice);
        else if (_place == Place.Root && (_key.Is("response"u8) || _key.Is("message"u8) || _key.Is("x_groq"u8)))
            Enter(Place.Holder);
        else
            _depth = 1;
    }

    private void OpenArray()
    {
        if (_place == Place.Root && _key.Is("choices"u8))
            Enter(Place.Choices);
        else
            _depth = 1;
    }

    private void Enter(Place place)
    {
        _place = place;
        _key.Clear();
    }

    private void Close()
    {
        _place = _place switch
        {
            Place.Choice => Place.Choices,
            Place.Holder or Place.Choices => Place.Root,
            _ => Place.After,
        };
    }

    private void Capture(ReadOnlySpan<byte> bytes)
    {
        var needed = _capturedLength + bytes.Length;
        if (needed > LongestUsage)
        {
            _capturing = false;
            return;
        }

        if (needed > _captured.Length)
            Grow(needed);
        bytes.CopyTo(_captured.AsSpan(_capturedLength));
        _capturedLength = needed;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, FirstRent));
        _captured.AsSpan(0, _capturedLength).CopyTo(larger);
        if (_captured.Length > 0)
            ArrayPool<byte>.Shared.Return(_captured);
        _captured = larger;
    }

    private void EndCapture()
    {
        _capturing = false;
        _tally.Add(_place == Place.Choice ? UsagePlace.Choice : UsagePlace.Document, _captured.AsSpan(0, _capturedLength));
    }
}
