namespace Sidecar.Dashboard;

/// <summary>Where the dashboard lies: these paths are no one else's.</summary>
internal static class DashboardPaths
{
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";

    private static readonly PathString[] Roots = [SignIn, SignOut, "/backends", "/requests", "/dashboard", "/_framework", "/_blazor"];

    public static bool Contains(PathString path) => path == "/" || Roots.Any(root => path.StartsWithSegments(root, StringComparison.Ordinal));
}
