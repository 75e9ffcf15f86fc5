using System.Data.Common;

namespace Sidecar.Host.Admin;

/// <summary>The answer while the database is unavailable.</summary>
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
            // The database's own message may contain file names and hosts; whoever writes to it logs that message.
            return AdminError.Refuse(
                StatusCodes.Status503ServiceUnavailable,
                new("The database with this data is unavailable at the moment. Requests are still served.", "service_unavailable",
                "journal_unreachable", null));
        }
    }
}
