using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Sidecar.Host.Admin;
using Sidecar.Host.Dashboard.Operations;

namespace Sidecar.Host.Dashboard;

/// <summary>Signing in with the admin token, and out again. Both are forms with an antiforgery token.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(DashboardPaths.SignIn, SignInAsync);
        endpoints.MapPost(DashboardPaths.SignOut, (Delegate)SignOutAsync);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, [FromForm] string token, [FromForm] string? name, AdminToken admin, ILogger<DashboardSite> log)
    {
        if (!admin.IsConfigured || !admin.Admits($"Bearer {token}"))
        {
            DashboardLog.SignInRefused(log, context.Connection.RemoteIpAddress);
            return Results.LocalRedirect($"~{DashboardPaths.SignIn}?refused");
        }
        var calledSo = name?.Trim() ?? "";
        if (!SignedInName.IsFine(calledSo))
            return Results.LocalRedirect($"~{DashboardPaths.SignIn}?name");
        var operatorIdentity = new ClaimsIdentity([new Claim(ClaimTypes.Name, calledSo)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(operatorIdentity));
        return Results.LocalRedirect("~/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return Results.LocalRedirect($"~{DashboardPaths.SignIn}");
    }
}
