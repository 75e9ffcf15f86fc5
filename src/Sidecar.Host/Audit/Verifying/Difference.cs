namespace Sidecar.Host.Audit.Verifying;

/// <summary>A place where the stored data are not what was originally stored.</summary>
/// <param name="File">For example <c>journal.db</c>.</param>
/// <param name="Row">The row's number in its table: <c>ordering</c>, <c>id</c>, or for a snapshot its sequence number.</param>
/// <param name="What">What is wrong with it.</param>
public sealed record Difference(string File, string Table, long Row, string What)
{
    /// <summary>For an event or a snapshot.</summary>
    public string? PersistenceId { get; init; }

    /// <summary>For an event or a snapshot.</summary>
    public long? SequenceNumber { get; init; }
}

/// <summary>One thing that was checked: its size, and a remark about it.</summary>
public sealed record Checked(string File, string What, long Count, string Note = "");
