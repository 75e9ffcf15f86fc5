using System.Diagnostics;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Generators;

/// <summary>Compares a stream with what the upstream sends, event by event, and notes how long each event was under way.</summary>
internal sealed class EventReader(int events, Latencies? delays) : IBodyReader
{
    private readonly byte[] _text = new byte[Math.Max(EventText.Event.Length, EventText.Last.Length)];
    private int _filled;
    private bool _differs;
    private bool _ended;

    /// <summary>Events that arrived whole.</summary>
    public int Count { get; private set; }

    public bool IsIntact => _ended && !_differs;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        var now = delays is null ? 0 : Stopwatch.GetTimestamp();
        while (!bytes.IsEmpty)
        {
            var wanted = Count < events ? EventText.Event.Length : EventText.Last.Length;
            var take = Math.Min(wanted - _filled, bytes.Length);
            bytes[..take].CopyTo(_text.AsSpan(_filled));
            bytes = bytes[take..];
            if ((_filled += take) == wanted)
                ReadWhole(_text.AsSpan(0, wanted), now);
            _differs |= _ended && !bytes.IsEmpty;
            if (_differs)
                return;
        }
    }

    private void ReadWhole(ReadOnlySpan<byte> text, long now)
    {
        _filled = 0;
        if (Count == events)
        {
            _ended = true;
            _differs |= !text.SequenceEqual(EventText.Last);
            return;
        }
        _differs |= !EventText.TryRead(text, Count, out var stamp);
        Count++;
        if (stamp > 0)
            delays?.Add(now - stamp);
    }
}
