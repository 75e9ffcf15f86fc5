namespace Sidecar.Host.Audit.Verifying;

/// <summary>The checkpoints of one chain that the rows read so far have not reached.</summary>
internal sealed class CheckpointsAhead(string file, string table, IEnumerable<Checkpoint> checkpoints)
{
    private readonly Queue<Checkpoint> _ahead = new(checkpoints);

    /// <summary>The row of the last of them; 0 if there is none.</summary>
    public long LastRow { get; } = checkpoints.LastOrDefault()?.Row ?? 0;

    /// <summary>The chain has a link at this row: checks it against the checkpoints up to there.</summary>
    public Difference? At(long row, ReadOnlySpan<byte> hash, long count)
    {
        while (_ahead.TryPeek(out var next) && next.Row <= row)
        {
            _ahead.Dequeue();
            if (next.Row < row)
                return new Difference(file, table, next.Row, $"checkpoint {next.Id} names a link at this row, and there is none");
            if (!hash.SequenceEqual(next.Hash))
                return new Difference(file, table, row,
                    $"the link at this row is not the one that checkpoint {next.Id} names: rows up to here were altered and chained anew");
            if (count != next.Count)
                return new Difference(file, table, row, $"checkpoint {next.Id} counts {next.Count} rows up to here, there are {count}");
        }
        return null;
    }

    /// <summary>Drops the checkpoints in the part that was deleted regularly.</summary>
    public void Skip(long upTo)
    {
        while (_ahead.TryPeek(out var next) && next.Row < upTo)
            _ahead.Dequeue();
    }

    /// <summary>All rows were read: any checkpoint left is a difference.</summary>
    public Difference? Left(long last) => _ahead.TryPeek(out var next)
        ? new Difference(file, table, last + 1,
            $"rows at the end were removed: checkpoint {next.Id} says that the chain reached row {next.Row}, it ends at {last}")
        : null;
}
