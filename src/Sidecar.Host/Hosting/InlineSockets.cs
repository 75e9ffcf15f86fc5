using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Sidecar.Host.Hosting;

/// <summary>Lets the thread that finds a socket ready also do the work that follows, instead of handing it to a pool thread.</summary>
/// <remarks>Nothing on the path of a proxied request blocks, and its actors run inline: most requests need only two wake-ups in all.
/// Everything else is moved to the pool by <see cref="OffTheSockets"/>.</remarks>
internal static class InlineSockets
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Must be called before the process's first socket; an operator's own setting is kept.</summary>
    public static void Prefer()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Environment.SetEnvironmentVariable(Variable, "1");
    }

    public static void Configure(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;
        // Waiting for data before allocating a buffer would cost a system call per request, and save 4 KiB per idle connection: there are
        // few clients and many requests.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    /// <summary>Moves whatever may block or take long to the thread pool.</summary>
    public static async Task OffTheSockets(HttpContext context, RequestDelegate next)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await next(context);
    }
}
