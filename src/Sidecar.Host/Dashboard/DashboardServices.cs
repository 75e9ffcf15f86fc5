using System.Diagnostics;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Sidecar.Host.Admin;
using Sidecar.Host.Audit;
using Sidecar.Host.Audit.Explaining;
using Sidecar.Host.Configuration;
using Sidecar.Host.Dashboard.Feed;
using Sidecar.Host.Dashboard.History;
using Sidecar.Host.Dashboard.Operations;
using Sidecar.Host.Hosting;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Search;
using Sidecar.Host.Storage.Sums;
using Sidecar.Ledger;

namespace Sidecar.Host.Dashboard;

/// <summary>The dashboard's own services, besides those of the server. They are kept apart because merely registering them in the server
/// would cost every start 10 MB.</summary>
internal static class DashboardServices
{
    private static readonly TimeSpan Session = TimeSpan.FromHours(12);

    private static readonly Type[] OfTheServer =
    [
        typeof(SidecarSettings), typeof(AdminToken), typeof(RequestGate), typeof(RunningBackends), typeof(LiveSignals),
            typeof(ILedgerStore),
        typeof(BackendDefinitions), typeof(DefinitionChanges), typeof(OperatorCooldowns), typeof(BackendTest),
        typeof(StoredData), typeof(CountingSince), typeof(RequestExplainer), typeof(TimeProvider),
        typeof(IConfiguration), typeof(IWebHostEnvironment), typeof(IHostEnvironment), typeof(IHostApplicationLifetime),
            typeof(ILoggerFactory), typeof(DiagnosticListener), typeof(DiagnosticSource),
    ];

    public static ServiceProvider Make(IServiceProvider server)
    {
        var services = new ServiceCollection();
        services.AddOfServer(server, OfTheServer);
        services.AddLogging();
        services.AddRouting();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSingleton<DashboardFeed>();
        services.AddSingleton<HistoryFeed>();
        services.AddSingleton(provider => new RequestSearch(
            provider.GetRequiredService<StoredData>().Ledger, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BackendOperations>();
        AddSignIn(services);
        return services.BuildServiceProvider();
    }

    private static void AddSignIn(IServiceCollection services)
    {
        // Sessions end with the process: keys that outlive it would have to be protected on disk like the admin token itself.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthorization();
        services.AddAntiforgery(antiforgery => Guard(antiforgery.Cookie, "sidecar-forms"));
        services.AddSingleton<OperatorSessions>();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<OperatorSessions>((cookie, sessions) => cookie.SessionStore = sessions);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.ReturnUrlParameter = SignInEndpoints.NextParameter;
            Guard(cookie.Cookie, "sidecar-session");
            cookie.LoginPath = DashboardPaths.SignIn;
            cookie.ExpireTimeSpan = Session;
            cookie.SlidingExpiration = true;
        });
    }

    private static void Guard(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
