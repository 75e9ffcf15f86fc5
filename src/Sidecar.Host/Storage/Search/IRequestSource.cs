namespace Sidecar.Host.Storage.Search;

/// <summary>Candidates of a search, newest first, some at a time.</summary>
internal interface IRequestSource
{
    /// <summary>Where it is: everything newer was given.</summary>
    RequestCursor Place { get; }

    /// <summary>The time of that place; null if it is not known.</summary>
    DateTimeOffset? SearchedTo { get; }

    /// <summary>Some more requests, each with the place behind it; null: there are none. It may be empty, and takes a small part of a
    /// page's time.</summary>
    (string Id, RequestCursor Place)[]? Next();
}
