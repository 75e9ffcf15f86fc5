using System.Globalization;
using Sidecar.Host.Admin.Live;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Admin;

/// <summary><c>GET /admin/events?last-event-id=&amp;backend=&amp;walks=</c>: the journal's events as they are written, after those
/// already seen.</summary>
internal static class EventsEndpoint
{
    private const string Header = "Last-Event-ID";
    private const string Parameter = "last-event-id";

    public static async Task<IResult> Get(HttpRequest request, AuditReader journal, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query, Parameter, "backend", "walks");
        var walks = Walks(parameters);
        var seen = LastSeen(request, parameters);
        if (parameters.Fault is { } early)
            return early;
        var last = await journal.LastOrderingAsync(cancellation);
        // Waiting until this journal reaches that number would silently skip everything until then.
        if (seen > last)
            parameters.Refuse(Parameter, $"The id {seen} is beyond the journal's last event, {last}: it is of another journal. Leave it "
                + $"out to begin from now, or give 0 to begin with the oldest event.");
        return parameters.Fault ?? new LiveEvents(new LiveQuery(seen ?? last, parameters.Text("backend"), walks));
    }

    private static bool Walks(QueryParameters parameters)
    {
        switch (parameters.Text("walks"))
        {
            case "true":
                return true;
            case null or "false":
                return false;
            case { } other:
                parameters.Refuse("walks", $"The parameter 'walks' is not allowed to be '{other}'. Allowed: true, false.");
                return false;
        }
    }

    // The header takes precedence: a browser that reconnects sends its newest id there, while the address still has the oldest.
    private static long? LastSeen(HttpRequest request, QueryParameters parameters)
    {
        var seen = parameters.Text(Parameter) is null ? default(long?) : parameters.Number(Parameter, 0, long.MaxValue, otherwise: 0);
        if (request.Headers[Header].ToString() is not { Length: > 0 } text)
            return seen;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return id;
        parameters.Refuse(
            Header, $"The header '{Header}' is not allowed to be '{text}'. Allowed: the id of an event, a whole number from 0.");
        return null;
    }
}
