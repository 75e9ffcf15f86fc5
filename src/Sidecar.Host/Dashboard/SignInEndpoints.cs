using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Sidecar.Host.Admin;
using Sidecar.Host.Dashboard.Operations;

namespace Sidecar.Host.Dashboard;

/// <summary>Signing in with the admin token, and signing out. Both are forms with an antiforgery token.</summary>
internal static class SignInEndpoints
{
    /// <summary>The query parameter of the sign-in page with the originally requested address.</summary>
    public const string NextParameter = "next";

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(DashboardPaths.SignIn, SignInAsync);
        // An open page that lost its connection asks whether its session is still valid.
        endpoints.MapGet(DashboardPaths.Session, (HttpContext context) =>
            context.User.Identity?.IsAuthenticated == true ? Results.NoContent() : Results.Unauthorized());
        endpoints.MapPost(DashboardPaths.SignOut, (Delegate)SignOutAsync);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, [FromForm] string? token, [FromForm] string? name,
        [FromForm] string? next, AdminToken admin, ILogger<DashboardSite> log)
    {
        var verdict = admin.IsConfigured ? await admin.JudgeAsync(context, $"Bearer {token}") : TokenVerdict.Wrong;
        if (verdict != TokenVerdict.Right)
        {
            DashboardLog.SignInRefused(log, context.Connection.RemoteIpAddress);
            return Again(verdict == TokenVerdict.NotJudged ? "later" : "refused", next);
        }
        var calledSo = name?.Trim() ?? "";
        if (!SignedInName.IsFine(calledSo))
            return Again("name", next);
        var operatorIdentity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, calledSo), OperatorSessions.NewId()], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(operatorIdentity));
        return Results.LocalRedirect($"~{SafeNext(next)}");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return Results.LocalRedirect($"~{DashboardPaths.SignIn}");
    }

    private static IResult Again(string why, string? next)
    {
        var page = SafeNext(next);
        var further = page == "/" ? "" : $"&{NextParameter}={Uri.EscapeDataString(page)}";
        return Results.LocalRedirect($"~{DashboardPaths.SignIn}?{why}{further}");
    }

    /// <summary>The originally requested page, if it is one of the dashboard's; otherwise the first page.</summary>
    public static string SafeNext(string? next) =>
        next is { Length: > 0 and < 512 } && next[0] == '/' && !next.StartsWith("//", StringComparison.Ordinal)
            && next.All(c => c is > ' ' and < '\u007f' and not '\\')
            && DashboardPaths.IsPage(next) ? next : "/";
}
