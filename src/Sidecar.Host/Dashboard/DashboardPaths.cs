namespace Sidecar.Host.Dashboard;

/// <summary>Where the dashboard lies: these paths are no one else's.</summary>
internal static class DashboardPaths
{
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";

    private const string Socket = "/_blazor";

    private static readonly PathString[] Roots = [SignIn, SignOut, "/backends", "/requests", "/dashboard", "/_framework", Socket];

    public static bool Contains(PathString path) => path == "/" || Roots.Any(root => path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>Where an open page's live connection is agreed on and made.</summary>
    public static bool IsSocket(PathString path) => path.StartsWithSegments(Socket, StringComparison.Ordinal);
}
