using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Sidecar.Host.Hosting;

/// <summary>Has the thread that finds a socket ready also do what comes of it, instead of handing that to a pool thread.</summary>
/// <remarks>Nothing on the path of a proxied request blocks, and its actors run in turns: most requests are served by two wake-ups in all.
/// Everything else is moved to the pool by <see cref="OffTheSockets"/>.</remarks>
internal static class InlineSockets
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Must come before the process's first socket; an operator's own setting stays.</summary>
    public static void Prefer()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Environment.SetEnvironmentVariable(Variable, "1");
    }

    public static void Configure(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;
        // A read that only waits costs a system call for each request, and saves 4 KiB for each idle connection: few clients, many
        // requests.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    /// <summary>For whatever may block or take long.</summary>
    public static async Task OffTheSockets(HttpContext context, RequestDelegate next)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await next(context);
    }
}
