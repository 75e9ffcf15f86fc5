namespace Sidecar.Host.Audit.Verifying;

/// <summary>Checks one file's checkpoints against those that others say it has: the other file, or a witness.</summary>
/// <param name="File">The file.</param>
/// <param name="Found">Its valid checkpoints; null: there is no file.</param>
internal sealed record CrossCheck(string File, IReadOnlyList<Checkpoint>? Found)
{
    // The two files of a running server are copied one after the other.
    private const long Apart = 120_000_000;

    /// <summary>The first of the other file's checkpoints that refers to a missing one of this file; null if none does.</summary>
    /// <param name="other">The other file's name.</param>
    /// <param name="checkpoints">The other file's checkpoints.</param>
    /// <param name="chain">The name of this file's checkpoints there.</param>
    /// <param name="isStopped">The server was stopped normally, so both files belong to one instant.</param>
    public Difference? Against(string other, IEnumerable<Checkpoint> checkpoints, string chain, bool isStopped) =>
        checkpoints.Where(checkpoint => checkpoint.Chain == chain && (isStopped || !IsJustBehind(checkpoint)))
            .Select(checkpoint => Fault(checkpoint.Row, checkpoint.Hash, $"checkpoint {checkpoint.Id} of {other}"))
            .FirstOrDefault(fault => fault is not null);

    /// <summary>Null if there is a checkpoint with this seal; otherwise what is wrong.</summary>
    public Difference? Fault(long id, ReadOnlySpan<byte> seal, string who)
    {
        if (Found is null)
            return new Difference(File, "checkpoints", id, $"the file is gone: {who} names its checkpoint {id}");
        if (id > Found.Count)
            return new Difference(File, "checkpoints", id,
                "the end of the file was taken away, or an older copy put in its place: "
                + $"{who} names checkpoint {id}, it has {Found.Count}");
        return Found[(int)id - 1].Seal.AsSpan().SequenceEqual(seal) ? null
            : new Difference(File, "checkpoints", id, $"the checkpoint is not the one that {who} names: the record was made anew");
    }

    private bool IsJustBehind(Checkpoint naming) =>
        Found is [.., var last] && naming.Row > Found.Count && naming.AtMicroseconds - last.AtMicroseconds <= Apart;
}
