namespace Sidecar.Storage.Chain;

/// <summary>What was deleted because it had been kept for as long as it should be: the beginning of the table <c>walks</c> up to a row, and the link there.</summary>
internal static class PruneTable
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS prunes (
            id INTEGER PRIMARY KEY,
            at_us INTEGER NOT NULL,
            up_to INTEGER NOT NULL,
            hash BLOB NOT NULL,
            count INTEGER NOT NULL,
            chain BLOB NOT NULL)
        """;

    public static readonly IReadOnlyList<string> Columns = ["id", "at_us", "up_to", "hash", "count"];
}
