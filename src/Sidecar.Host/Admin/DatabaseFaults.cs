using System.Data.Common;

namespace Sidecar.Host.Admin;

/// <summary>What is answered while a database cannot be asked.</summary>
internal static class DatabaseFaults
{
    public static async ValueTask<object?> Answer(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (DbException)
        {
            // Its own words may name files and hosts; whoever writes to the database logs them.
            return AdminError.Refuse(
                StatusCodes.Status503ServiceUnavailable,
                new("The database that holds this cannot be asked at the moment. Requests are served all the same.", "service_unavailable",
                "journal_unreachable", null));
        }
    }
}
