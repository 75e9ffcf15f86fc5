namespace Sidecar.Host.Dashboard;

/// <summary>Where the dashboard lies: these paths are no one else's.</summary>
internal static class DashboardPaths
{
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";

    public const string Session = "/dashboard/session";

    private const string Socket = "/_blazor";

    private static readonly PathString[] Roots = [SignIn, SignOut, "/backends", "/requests", "/dashboard", "/_framework", Socket];

    public static bool Contains(PathString path) =>
        path == "/" || Roots.Any(root => path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>One that a browser shows, as path and query.</summary>
    public static bool IsPage(string address)
    {
        var path = address.Split('?')[0];
        return path == "/" || new PathString(path).StartsWithSegments("/backends", StringComparison.Ordinal)
            || new PathString(path).StartsWithSegments("/requests", StringComparison.Ordinal);
    }

    /// <summary>Where an open page's live connection is agreed on and made.</summary>
    public static bool IsSocket(PathString path) => path.StartsWithSegments(Socket, StringComparison.Ordinal);
}
