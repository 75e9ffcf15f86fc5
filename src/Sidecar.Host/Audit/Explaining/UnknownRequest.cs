namespace Sidecar.Host.Audit.Explaining;

/// <summary>The message if nothing is known about a request, with every possible reason.</summary>
internal static class UnknownRequest
{
    public const string OnlyOverHttp = "A request that still runs is explained over HTTP only: GET /admin/requests/ID.";

    public static string Message(string requestId) =>
        $"No walk of a request '{Shortened(requestId)}' is stored. It may have ended within the last second and not be written yet (a "
            + $"running server writes it when it is asked itself), be older than sidecar.walks.keep, "
        + "be one that sidecar.walks.sample left out, have been refused before its walk began, or be unknown here.";

    // The caller chose this text; its beginning is enough for a message.
    private static string Shortened(string id) => id.Length <= 64 ? id : id[..64] + "…";
}
