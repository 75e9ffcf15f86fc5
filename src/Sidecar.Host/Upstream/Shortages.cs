using System.Net.Sockets;
using Sidecar.Logging;

namespace Sidecar.Host.Upstream;

/// <summary>What this process or its machine is running short of. That is never an upstream's fault.</summary>
internal sealed class Shortages(TimeProvider time, ILogger<Shortages> log)
{
    public const string Descriptors = "descriptors";
    public const string Memory = "memory";
    public const string Buffers = "buffers";

    // How long a shortage is reported after it last occurred: readiness is checked every few seconds.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private string _what = "";
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>The missing resource, if that is why this was thrown; else null.</summary>
    public static string? In(Exception? exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
            if (each is OutOfMemoryException)
                return Memory;
            else if (each is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets })
                return Descriptors;
            else if (each is SocketException { SocketErrorCode: SocketError.NoBufferSpaceAvailable })
                return Buffers;
        return null;
    }

    /// <summary>What was missing a moment ago; null: nothing.</summary>
    public string? Present
    {
        get
        {
            lock (_lock)
                return time.GetUtcNow() - _at < Recent ? _what : null;
        }
    }

    public void Note(string what)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var isNews = what != _what || now - _at >= Recent;
            (_what, _at) = (what, now);
            if (!isNews)
                return;
        }
        ShortageLog.Met(log, what);
    }
}

internal static partial class ShortageLog
{
    [LoggerMessage(EventIds.ShortOf, LogLevel.Error, "Sidecar is short of {What}: requests are answered 503 overloaded where nothing else "
        + "serves them, and no backend is blamed (raise the limit: ulimit -n, LimitNOFILE)")]
    public static partial void Met(ILogger log, string what);
}
