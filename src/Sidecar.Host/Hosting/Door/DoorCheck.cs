using System.Globalization;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Door;
using Sidecar.Domain.Walk;
using Sidecar.Host.Configuration;
using Sidecar.Host.Proxy;

namespace Sidecar.Host.Hosting.Door;

/// <summary>Runs before everything else: rejects a request that is addressed to another host or comes from a web page that is not
/// allowed.</summary>
internal sealed class DoorCheck(RequestDelegate next, SidecarSettings settings, TimeProvider time, ILogger<DoorCheck> log)
{
    private const string Proxied = "/v1";
    private const string Operated = "/admin";

    private readonly DoorRules _rules = RulesOf(settings.Http);
    private readonly RequestIds _ids = RequestIds.OfProcess();
    private long _refused;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var origin = TextOf(headers.Origin);
        var verdict = _rules.Judge(new DoorRequest(
            TextOf(headers.Host), origin, TextOf(headers["Sec-Fetch-Site"]), context.Request.IsHttps, IsVisit(context.Request),
                context.Connection.LocalIpAddress));
        if (verdict != DoorVerdict.Open)
            return RefuseAsync(context, verdict);
        // Sidecar's own pages need no permission; pages of allowed origins may also read the answers.
        return origin.Length > 0 && context.Request.Path.StartsWithSegments(Proxied) && _rules.AdmitsOrigin(origin)
            && CrossOrigin.Answers(context, origin)
            ? Task.CompletedTask
            : next(context);
    }

    private static DoorRules RulesOf(HttpSettings http) => new(
        [.. ListenAddresses.Hosts(http.Urls).Select(HostPattern.Exactly),
            .. http.AllowedHosts.Select(HostPattern.Parse).OfType<HostPattern>()],
        [.. http.AllowedOrigins.Select(OriginPattern.Parse).OfType<OriginPattern>()]);

    // No browser sends several headers of one name: joined, they match nothing.
    private static string TextOf(StringValues values) => values.Count == 1 ? values[0] ?? "" : values.ToString();

    private static bool IsVisit(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.TryGetValue("Sec-Fetch-Dest", out var destination) && destination == "document"
        && request.Headers["Sec-Fetch-Mode"] == "navigate"
        && !request.Path.StartsWithSegments(Proxied) && !request.Path.StartsWithSegments(Operated);

    private Task RefuseAsync(HttpContext context, DoorVerdict verdict)
    {
        var headers = context.Request.Headers;
        var id = _ids.Of(time.GetUtcNow(), Interlocked.Increment(ref _refused));
        var refusal =
            verdict == DoorVerdict.WrongHost ? Refusals.WrongHost(TextOf(headers.Host)) : Refusals.WrongOrigin(TextOf(headers.Origin));
        DoorLog.Refused(log, id, Clipped(context.Request.Method), Clipped(context.Request.Path),
            refusal.Status.ToString(CultureInfo.InvariantCulture), Clipped(TextOf(headers.Host)), Clipped(TextOf(headers.Origin)));
        return RefusalWriter.WriteAsync(context, refusal, id);
    }

    private static string Clipped(string? text) => text is { Length: > 100 } ? text[..100] + "…" : text ?? "";
}
