using System.Globalization;
using Sidecar.Host.Audit;

namespace Sidecar.Host.Admin;

/// <summary>Reads a request's query strictly: an unknown, repeated or malformed parameter is refused by name, because silently ignoring a
/// filter gives a wrong answer.</summary>
internal sealed class QueryParameters
{
    private readonly IQueryCollection _query;

    public QueryParameters(IQueryCollection query, params string[] allowed)
    {
        _query = query;
        foreach (var (name, values) in query)
            if (!allowed.Contains(name, StringComparer.OrdinalIgnoreCase))
                Refuse(name, $"Unknown parameter '{name}'. Allowed: {string.Join(", ", allowed)}.");
            else if (values.Count > 1)
                Refuse(name, $"The parameter '{name}' is given {values.Count} times; once is allowed.");
    }

    /// <summary>The first refusal, or null.</summary>
    public IResult? Fault { get; private set; }

    public string? Text(string name) => _query[name].ToString() is { Length: > 0 } text ? text : null;

    public DateTimeOffset? Instant(string name)
    {
        // In a query a plus sign means a space, and few callers escape the one of a time zone.
        if (Text(name)?.Replace(' ', '+') is not { } text)
            return null;
        if (InstantText.TryParse(text, out var instant))
            return instant;
        Refuse(name, $"The parameter '{name}' is not an instant. Allowed: {InstantText.Examples}.");
        return null;
    }

    public long Number(string name, long least, long most, long otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Refuse(name, $"The parameter '{name}' is not allowed to be '{text}'. Allowed: a whole number from {least} to {most}.");
        return otherwise;
    }

    /// <summary>The instants <c>from</c> (inclusive) and <c>to</c> (exclusive).</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Range()
    {
        var (from, to) = (Instant("from"), Instant("to"));
        if (from > to)
            Refuse("to", "The parameter 'to' is earlier than 'from'. Allowed: the same instant or a later one.");
        return (from, to);
    }

    public void Refuse(string name, string message) => Fault ??= AdminError.BadParameter(name, message);
}
