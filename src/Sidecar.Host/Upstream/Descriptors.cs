using System.Globalization;
using System.Net.Sockets;

namespace Sidecar.Host.Upstream;

/// <summary>
/// Keeps file descriptors in reserve. A runtime that cannot open a file any more cannot load code or start a thread, and aborts the
/// process; and the journal would run out of them too.
/// </summary>
/// <remarks>
/// Counting means reading <c>/proc</c>. Between two counts only openings are counted, not closings, so the estimate errs on the safe
/// side. It counts again when the estimate leaves no room.
/// </remarks>
internal sealed class Descriptors
{
    private const string Open = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";
    private const string LimitLine = "Max open files";
    private const int Reserve = 64;

    // Databases, their logs and other uncounted files and sockets are opened after the start.
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

    /// <param name="time">The clock for the time between two counts.</param>
    /// <param name="limit">The limit of the process; <see cref="int.MaxValue"/>: none.</param>
    /// <param name="count">Counts the open descriptors.</param>
    internal Descriptors(TimeProvider time, int limit, Func<int> count)
    {
        (_time, _limit, _count, _estimate) = (time, limit, count, count());
        // Each client may need a connection to an upstream.
        _mostClients = limit == int.MaxValue ? int.MaxValue : (limit - Reserve - OpenedLater - _estimate) / 2;
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>The descriptors of this process. If the system does not tell a limit, there is none.</summary>
    public static Descriptors OfProcess { get; } = new(TimeProvider.System, LimitOfProcess(), Count);

    /// <summary>Takes one for a client's connection; false: it has to wait. One connection is always admitted.</summary>
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

    /// <summary>Takes one for a connection to an upstream. Throws what the system would throw if there were none left.</summary>
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
            // None left even to count.
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
