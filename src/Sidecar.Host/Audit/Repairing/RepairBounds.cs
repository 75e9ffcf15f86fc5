using Sidecar.Host.Audit.Verifying;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Audit.Repairing;

/// <summary>The bound up to which each table of a record is copied: only rows before it. Each difference found in a copy lowers a
/// bound.</summary>
internal sealed class RepairBounds
{
    private const string Links = "_links";

    private readonly Dictionary<(string File, string Table), long> _bounds = [];

    /// <summary>The first row that is not copied.</summary>
    public long Of(string file, string table) => _bounds.GetValueOrDefault((file, table), long.MaxValue);

    /// <summary>Lowers a bound; false if the difference lowers none.</summary>
    /// <param name="difference">A difference found in a copy.</param>
    /// <param name="firstOfLink">For a table of links: the first row that a link covers, or would cover.</param>
    public bool Draw(Difference difference, Func<string, long, long> firstOfLink) => difference.Table switch
    {
        "event_chain" or "snapshot" => Draw(difference.File, "journal", difference.Row),
        var links when links.EndsWith(Links, StringComparison.Ordinal) =>
            Draw(difference.File, links[..^Links.Length], firstOfLink(links, difference.Row)),
        var table => Draw(difference.File, table, difference.Row),
    };

    /// <summary>The table whose rows a chain covers; null for the checkpoints of the other file.</summary>
    public static string? TableOf(string chain) => chain switch
    {
        ChainSeed.Journal => "journal",
        ChainSeed.Names => "names",
        ChainSeed.Attempts => "attempts",
        ChainSeed.Walks => "walks",
        ChainSeed.Prunes => PrunedTable.Walks.Prunes,
        ChainSeed.AttemptsPrunes => PrunedTable.Attempts.Prunes,
        ChainSeed.Policies => "policies",
        _ => null,
    };

    private bool Draw(string file, string table, long row)
    {
        if (row >= Of(file, table))
            return false;
        _bounds[(file, table)] = row;
        return true;
    }
}
