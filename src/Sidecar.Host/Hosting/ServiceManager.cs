using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting.Systemd;

namespace Sidecar.Host.Hosting;

/// <summary>Tells systemd that Sidecar serves, and later that it is stopping, if its unit asks for that (<c>Type=notify</c>).</summary>
internal static class ServiceManager
{
    private const string Socket = "NOTIFY_SOCKET";

    public static void Tell(IHostApplicationLifetime host)
    {
        if (Environment.GetEnvironmentVariable(Socket) is not { Length: > 0 })
            return;
        Say(ready: true);
        host.ApplicationStopping.Register(() => Say(ready: false));
    }

    // A method of its own, so that the assembly is loaded only if systemd listens.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Say(bool ready)
    {
        try
        {
            new SystemdNotifier().Notify(ready ? ServiceState.Ready : ServiceState.Stopping);
        }
        catch (SocketException)
        {
            // The variable was inherited from a service that no longer exists: nobody waits for this.
        }
    }
}
