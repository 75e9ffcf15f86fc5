using System.Globalization;
using System.Net.Sockets;

namespace Sidecar.Host.Upstream;

/// <summary>
/// Keeps descriptors in reserve. A runtime that cannot open a file any more cannot load code or start a thread, and aborts the process; and
/// what it lacks it lacks for the journal, too.
/// </summary>
/// <remarks>
/// Counting is a look into <c>/proc</c>. Between two looks each opening is counted and no closing, so that the estimate errs on the safe
/// side only. It looks again when the estimate says that there is no room.
/// </remarks>
internal sealed class Descriptors
{
    private const string Open = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";
    private const string LimitLine = "Max open files";
    private const int Reserve = 64;

    // Databases, their logs and sockets that nobody counts are opened after the start.
    private const int OpenedLater = 64;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly int _limit;
    private readonly int _mostClients;
    private readonly Func<int> _count;
    private long _lookedAt;
    private int _estimate;
    private int _clients;

    /// <param name="time">Between two looks.</param>
    /// <param name="limit">As many as there may be; <see cref="int.MaxValue"/>: without limit.</param>
    /// <param name="count">How many are open now.</param>
    internal Descriptors(TimeProvider time, int limit, Func<int> count)
    {
        (_time, _limit, _count, _estimate) = (time, limit, count, count());
        // Each client may come to need a connection to an upstream.
        _mostClients = limit == int.MaxValue ? int.MaxValue : (limit - Reserve - OpenedLater - _estimate) / 2;
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>Those of this process. What its system does not tell counts as without limit.</summary>
    public static Descriptors OfProcess { get; } = new(TimeProvider.System, LimitOfProcess(), Count);

    /// <summary>Takes one for a client's connection; false: it has to wait. One is always let in.</summary>
    public bool TakeForClient()
    {
        var clients = Volatile.Read(ref _clients);
        if (clients > 0 && (clients >= _mostClients || !Take(_limit - Reserve)))
            return false;
        Interlocked.Increment(ref _clients);
        return true;
    }

    /// <summary>A client's connection is closed.</summary>
    public void ClientGone() => Interlocked.Decrement(ref _clients);

    /// <summary>Takes one for a connection to an upstream. Throws as the system would without the reserve.</summary>
    public void TakeForUpstream()
    {
        if (!Take(_limit - Reserve))
            throw new SocketException((int)SocketError.TooManyOpenSockets);
    }

    private bool Take(int most)
    {
        if (_limit == int.MaxValue)
            return true;
        lock (_lock)
        {
            if (_estimate >= most && _time.GetElapsedTime(_lookedAt) >= BetweenLooks)
                (_estimate, _lookedAt) = (_count(), _time.GetTimestamp());
            if (_estimate >= most)
                return false;
            _estimate++;
            return true;
        }
    }

    private static int Count()
    {
        try
        {
            return Directory.Exists(Open) ? Directory.EnumerateFileSystemEntries(Open).Count() : 0;
        }
        catch (IOException)
        {
            // None left even to look.
            return int.MaxValue - 1;
        }
    }

    private static int LimitOfProcess()
    {
        try
        {
            var line = File.Exists(Limits)
                ? File.ReadLines(Limits).FirstOrDefault(each => each.StartsWith(LimitLine, StringComparison.Ordinal)) : null;
            var soft = line?[LimitLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
        }
        catch (IOException)
        {
            return int.MaxValue;
        }
    }
}
