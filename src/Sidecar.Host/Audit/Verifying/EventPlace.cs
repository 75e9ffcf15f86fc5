namespace Sidecar.Host.Audit.Verifying;

/// <summary>The event that a finding is about.</summary>
internal readonly record struct EventPlace(long Ordering, string PersistenceId, long SequenceNumber)
{
    public Difference Differs(string file, string what) =>
        new(file, "journal", Ordering, what) { PersistenceId = PersistenceId, SequenceNumber = SequenceNumber };
}
