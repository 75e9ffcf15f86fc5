using System.Net;
using System.Net.Sockets;

namespace Sidecar.Host.Admin;

/// <summary>Slows down guessing: each wrong token is answered a second later, and while too many answers to one address are pending, its
/// further tokens are not checked.</summary>
/// <remarks>
/// A delay alone would not slow down a guesser with many connections: the limit is that further guesses are not checked. A correct token
/// costs nothing.
/// The price: whoever shares an address with a guesser is told to come back later. Dashboard sessions are not affected.
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

    /// <summary>Checks a token, unless too many wrong ones are still pending. The answer to a wrong one is delayed.</summary>
    /// <param name="isRight">Whether the token is correct; not called if the token is not checked.</param>
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
        // Also if the client hangs up meanwhile: that must not make a guess cheaper.
        await Task.Delay(Late, time);
        lock (_lock)
        {
            _all--;
            if (--_pending[address] == 0)
                _pending.Remove(address);
        }
        return TokenVerdict.Wrong;
    }

    /// <summary>How many tokens were not checked since the last call.</summary>
    public long TakeUnjudged() => Interlocked.Exchange(ref _unjudged, 0);

    // Whoever has one IPv6 address has its whole network.
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
