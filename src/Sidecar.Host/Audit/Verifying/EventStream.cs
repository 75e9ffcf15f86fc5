using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>The events of one persistence id, folded one after another as the server folds them.</summary>
internal sealed class EventStream(string persistenceId)
{
    public string PersistenceId { get; } = persistenceId;

    public BackendState State { get; private set; } = BackendState.Fresh;

    /// <summary>The last event's number.</summary>
    public long Last { get; private set; }

    /// <summary>Something is wrong with its events, so that its state says nothing.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Folds the next event, or says why it cannot be.</summary>
    public string? Fold(long sequenceNumber, string manifest, ReadOnlySpan<byte> message, out IBackendEvent? happened)
    {
        happened = null;
        var (expected, fault) = (Last + 1, (string?)null);
        Last = sequenceNumber;
        if (sequenceNumber != expected)
            fault = $"the sequence has a gap: {PersistenceId} number {expected} is missing";
        try
        {
            if (PersistenceId == JournalIds.Definitions)
            {
                // No state of a backend: it must be readable, and that is all.
                DefinitionEventCodec.Read(manifest, message);
                IsBroken |= fault is not null;
                return fault;
            }
            happened = BackendEventCodec.Read(manifest, message);
            // As the server: an activation of the emergency phase changes no state.
            if (happened is not CooldownEvents.V1.EmergencyActivated)
                State = State.Apply(happened);
        }
        catch (InvalidDataException unreadable)
        {
            fault ??= unreadable.Message;
        }
        IsBroken |= fault is not null;
        return fault;
    }
}
