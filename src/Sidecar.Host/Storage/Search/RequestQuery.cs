using System.Globalization;

namespace Sidecar.Host.Storage.Search;

/// <summary>Which requests are looked for: those for which everything holds that is given. Instants are UTC and of a request's end,
/// <paramref name="From"/> inclusive, <paramref name="To"/> exclusive.</summary>
/// <param name="Phase">Like error class, model, backend and client, of any of its attempts.</param>
/// <param name="Before">Where the page before ended; null for the newest.</param>
/// <param name="Limit">The most lines of a page.</param>
public sealed record RequestQuery(string? Model = null, string? Backend = null, string? Client = null, string? Phase = null,
    string? ErrorClass = null, StatusRange? Status = null, DateTimeOffset? From = null, DateTimeOffset? To = null,
    RequestCursor? Before = null, int Limit = 50)
{
    /// <summary>It asks for something that only attempts tell.</summary>
    internal bool IsOfAttempts => Model is not null || Backend is not null || Client is not null || Phase is not null
        || ErrorClass is not null;

    internal bool Takes(RequestLine line) =>
        (Status is null || (line.Status is { } status && Status.Value.Contains(status)))
        && !(line.EndedAt < From) && !(line.EndedAt >= To);
}

/// <summary>The statuses from one to another, both inclusive.</summary>
public readonly record struct StatusRange(int Least, int Most)
{
    // The plain successes, of which a ledger is full; the others have an index.
    internal bool IsTrouble => Most < 200 || Least > 299;

    public bool Contains(int status) => status >= Least && status <= Most;

    /// <summary>Reads <c>503</c>, <c>4xx</c> or <c>hung-up</c>; null for anything else.</summary>
    public static StatusRange? Parse(string? text) => text switch
    {
        "hung-up" => new StatusRange(0, 0),
        ['2' or '3' or '4' or '5', 'x', 'x'] => new StatusRange((text[0] - '0') * 100, ((text[0] - '0') * 100) + 99),
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599
            ? new StatusRange(status, status) : null,
    };
}

/// <summary>A place in the ledger's order.</summary>
/// <param name="At">In microseconds since 1970; 0 in the order of walks.</param>
/// <param name="Id">The row's number.</param>
public readonly record struct RequestCursor(long At, long Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}-{Id}");

    public static RequestCursor? Parse(string? text) =>
        text?.Split('-') is [var at, var id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var when)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new RequestCursor(when, number) : null;
}

/// <summary>One page, newest first.</summary>
/// <param name="Next">Where the next one begins; null: there is nothing older.</param>
/// <param name="SearchedTo">How far back was searched, if the time for one page was over before it was full.</param>
public sealed record FoundRequests(IReadOnlyList<RequestLine> Lines, RequestCursor? Next, DateTimeOffset? SearchedTo);
