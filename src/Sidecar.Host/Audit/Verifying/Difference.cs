namespace Sidecar.Host.Audit.Verifying;

/// <summary>Where what is stored is not what was stored.</summary>
/// <param name="File">Such as <c>journal.db</c>.</param>
/// <param name="Row">The row's number in its table: <c>ordering</c>, <c>id</c>, or of a snapshot its sequence number.</param>
/// <param name="What">What is wrong with it.</param>
public sealed record Difference(string File, string Table, long Row, string What)
{
    /// <summary>Of an event or a snapshot.</summary>
    public string? PersistenceId { get; init; }

    /// <summary>Of an event or a snapshot.</summary>
    public long? SequenceNumber { get; init; }
}

/// <summary>One thing that was looked through: how much of it there is, and what is to be known about it.</summary>
public sealed record Checked(string File, string What, long Count, string Note = "");
