namespace Sidecar.Host.Audit.Explaining;

/// <summary>What is said when nothing is known of a request: every reason that there can be.</summary>
internal static class UnknownRequest
{
    public const string OnlyOverHttp = "A request that still runs is explained over HTTP only: GET /admin/requests/ID.";

    public static string Message(string requestId) =>
        $"No walk of a request '{Shortened(requestId)}' is stored. It may have ended within the last second and not be written yet (a "
            + $"running server writes it when it is asked itself), be older than sidecar.walks.keep, "
        + "be one that sidecar.walks.sample left out, have been refused before its walk began, or be unknown here.";

    // Whoever asks chose it; a message needs only its beginning.
    private static string Shortened(string id) => id.Length <= 64 ? id : id[..64] + "…";
}
