namespace Sidecar.Host.Tests.Clients;

/// <summary>A client that others wrote, and the API that it speaks.</summary>
/// <param name="Id">Library and API.</param>
/// <param name="Title">How the page calls it.</param>
/// <param name="Cases">What it can be asked to do, the endings aside.</param>
/// <param name="Run">Does them all against an address, and tells by case what its own code saw.</param>
internal sealed record Seat(string Id, string Title, IReadOnlyList<string> Cases, Func<Uri, IReadOnlyList<string>,
    Task<IReadOnlyDictionary<string, string>>> Run)
{
    /// <summary>Why it cannot be asked here; null: it can.</summary>
    public string? Missing { get; init; }

    public IReadOnlyList<string> AllCases => [.. Cases, .. Clients.Cases.Endings.Select(e => e.Name)];

    public bool IsAnthropic => Id.EndsWith("/messages", StringComparison.Ordinal);
}
