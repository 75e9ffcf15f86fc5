namespace Sidecar.Host.Tests.Clients;

/// <summary>A client library that others wrote, and the API it speaks.</summary>
/// <param name="Id">Library and API.</param>
/// <param name="Title">The client's name on the page.</param>
/// <param name="Cases">What it can be asked to do, apart from the endings.</param>
/// <param name="Run">Runs the given cases against an address, and returns for each case what the client's code saw.</param>
internal sealed record Seat(string Id, string Title, IReadOnlyList<string> Cases, Func<Uri, IReadOnlyList<string>,
    Task<IReadOnlyDictionary<string, string>>> Run)
{
    /// <summary>Why it cannot be run here; null if it can.</summary>
    public string? Missing { get; init; }

    /// <summary>Nobody upstream speaks its API: it gets chat's answers, translated.</summary>
    public bool IsTranslated { get; private init; }

    /// <summary>Its title without the API.</summary>
    public string Packages => Title[..Title.LastIndexOf(", ", StringComparison.Ordinal)];

    public IReadOnlyList<string> AllCases => [.. Cases, .. Clients.Cases.Endings.Select(e => e.Name)];

    public bool IsAnthropic => Id.EndsWith("/messages", StringComparison.Ordinal);

    /// <summary>The same client, where every backend speaks chat alone.</summary>
    public Seat OverChat() => this with { Id = $"{Id}/over-chat", Title = $"{Title} over chat", IsTranslated = true };
}
