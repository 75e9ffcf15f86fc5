using System.Net;
using System.Net.Sockets;

namespace Sidecar.Host.Admin;

/// <summary>Slows whoever guesses: each wrong token is answered a second late, and while so many of an address are still to be answered,
/// its next ones are not looked at.</summary>
/// <remarks>
/// A delay alone would slow nobody who asks over many connections: what bounds the guesses is that they are not judged. A token that is
/// right costs nothing.
/// The price: whoever shares an address with somebody who guesses is told to come back meanwhile. Sessions of the dashboard are not touched
/// by that.
/// </remarks>
internal sealed class TokenGuesses(TimeProvider time)
{
    private const int MostOfAddress = 8;
    private const int Most = 64;

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _pending = [];
    private int _all;
    private long _unjudged;

    /// <summary>Judges a token, unless too many wrong ones are still to be answered. A wrong one takes its time.</summary>
    /// <param name="isRight">Whether it is the right one; not asked where it is not to be judged.</param>
    public async ValueTask<TokenVerdict> JudgeAsync(IPAddress? from, Func<bool> isRight)
    {
        var address = NetworkOf(from);
        lock (_lock)
        {
            var ofAddress = _pending.GetValueOrDefault(address);
            if (ofAddress >= MostOfAddress || _all >= Most)
            {
                _unjudged++;
                return TokenVerdict.NotJudged;
            }
            if (isRight())
                return TokenVerdict.Right;
            _pending[address] = ofAddress + 1;
            _all++;
        }
        // Also where the client hangs up meanwhile: a guess is no cheaper for that.
        await Task.Delay(Late, time);
        lock (_lock)
        {
            _all--;
            if (--_pending[address] == 0)
                _pending.Remove(address);
        }
        return TokenVerdict.Wrong;
    }

    /// <summary>How many were not looked at since this was last asked.</summary>
    public long TakeUnjudged() => Interlocked.Exchange(ref _unjudged, 0);

    // Whoever has one address of IPv6 has all of its network.
    private static IPAddress NetworkOf(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}

internal enum TokenVerdict
{
    Right,
    Wrong,
    NotJudged,
}
