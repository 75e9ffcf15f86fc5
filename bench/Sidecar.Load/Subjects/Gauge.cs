using System.Net.Sockets;
using System.Text;

namespace Sidecar.Load.Subjects;

/// <summary>What the garbage collector of a .NET process has done since the process started.</summary>
/// <param name="Live">Bytes that it found alive at its last run.</param>
/// <param name="Committed">Bytes that it has from the system.</param>
internal readonly record struct CollectorState(long Allocated, int Collections, TimeSpan Pauses, long Live = 0, long Committed = 0);

/// <summary>Asks the start-up hook inside a measured process.</summary>
internal sealed class Gauge(string path)
{
    public string Path => path;

    /// <param name="collectFirst">Everything that is not used any more is collected before.</param>
    public async Task<CollectorState> ReadAsync(bool collectFirst = false)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await socket.SendAsync(new[] { collectFirst ? StartupHook.CollectFirst : (byte)0 });
        var buffer = new byte[128];
        var filled = 0;
        while (await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None) is var got and > 0)
            filled += got;
        var numbers = Encoding.ASCII.GetString(buffer, 0, filled).Split(' ');
        return new CollectorState(long.Parse(numbers[0]), int.Parse(numbers[1]), new TimeSpan(long.Parse(numbers[2])),
            long.Parse(numbers[3]), long.Parse(numbers[4]));
    }
}
