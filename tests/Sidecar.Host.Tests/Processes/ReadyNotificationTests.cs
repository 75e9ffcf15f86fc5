using System.Net.Sockets;
using System.Text;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Processes;

/// <summary>A service manager that listens is told when Sidecar is ready and when it stops.</summary>
public sealed class ReadyNotificationTests
{
    [Fact]
    public async Task it_says_ready_once_it_serves_and_stopping_when_it_is_told_to_end()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));

        using var process = await SidecarProcess.Serve("", directory.Path, ("NOTIFY_SOCKET", path));
        Assert.Equal("READY=1", await Next(manager));
        await process.Terminate();

        Assert.Equal("STOPPING=1", await Next(manager));
        Assert.Equal(0, await process.ExitCode());
    }

    [Fact]
    public async Task a_manager_that_is_gone_keeps_nothing_from_serving()
    {
        using var directory = new TemporaryDirectory();

        using var process = await SidecarProcess.Serve("", directory.Path, ("NOTIFY_SOCKET", Path.Combine(directory.Path, "nobody")));
        using var answer = await process.Client.GetAsync(new Uri("/healthz", UriKind.Relative)).Soon();

        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task<string> Next(Socket manager)
    {
        var message = new byte[256];
        var length = await manager.ReceiveAsync(message.AsMemory()).Soon();
        return Encoding.UTF8.GetString(message, 0, length);
    }
}
