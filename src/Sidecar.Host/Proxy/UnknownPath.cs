using Sidecar.Domain.Walk;

namespace Sidecar.Host.Proxy;

/// <summary>The answer for unknown paths.</summary>
internal static class UnknownPath
{
    public static Task Answer(HttpContext context) =>
        RefusalWriter.WriteAsync(context, Refusals.UnknownPath(context.Request.Path), context.TraceIdentifier);
}
