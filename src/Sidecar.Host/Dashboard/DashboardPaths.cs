namespace Sidecar.Host.Dashboard;

/// <summary>The paths of the dashboard, which nothing else uses.</summary>
internal static class DashboardPaths
{
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";

    public const string Session = "/dashboard/session";

    private const string Socket = "/_blazor";

    private static readonly PathString[] Pages = ["/backends", "/requests", "/history", "/usage", "/settings"];
    private static readonly PathString[] Roots = [SignIn, SignOut, .. Pages, "/dashboard", "/_framework", Socket];

    public static bool Contains(PathString path) =>
        path == "/" || Roots.Any(root => path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>Whether an address, given as path and query, is one of the pages.</summary>
    public static bool IsPage(string address)
    {
        var path = address.Split('?')[0];
        return path == "/" || Pages.Any(page => new PathString(path).StartsWithSegments(page, StringComparison.Ordinal));
    }

    /// <summary>Whether a path belongs to the live connection of an open page.</summary>
    public static bool IsSocket(PathString path) => path.StartsWithSegments(Socket, StringComparison.Ordinal);
}
