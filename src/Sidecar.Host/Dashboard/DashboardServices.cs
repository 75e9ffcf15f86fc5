using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Sidecar.Dashboard.Feed;

namespace Sidecar.Dashboard;

/// <summary>What the dashboard needs of the host. Registering is cheap; nothing of it is made before somebody opens the dashboard.</summary>
internal static class DashboardServices
{
    private static readonly TimeSpan Session = TimeSpan.FromHours(12);

    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSingleton<DashboardFeed>();
        services.AddSingleton<DashboardSite>();
        // Sessions end with the process: keys that outlive it would have to be guarded on disk like the admin token itself.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthorization();
        services.AddAntiforgery(antiforgery => Guard(antiforgery.Cookie, "sidecar-forms"));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            Guard(cookie.Cookie, "sidecar-session");
            cookie.LoginPath = DashboardPaths.SignIn;
            cookie.ExpireTimeSpan = Session;
            cookie.SlidingExpiration = true;
        });
        return services;
    }

    private static void Guard(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
