using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Folds the events of one persistence id in order, as the server does.</summary>
internal sealed class EventStream(string persistenceId)
{
    public string PersistenceId { get; } = persistenceId;

    public BackendState State { get; private set; } = BackendState.Fresh;

    /// <summary>The last event's number.</summary>
    public long Last { get; private set; }

    /// <summary>Something is wrong with its events, so its state means nothing.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Folds the next event, or returns why that is impossible.</summary>
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
                // Not a backend's event: it only has to be readable.
                DefinitionEventCodec.Read(manifest, message);
                IsBroken |= fault is not null;
                return fault;
            }
            happened = BackendEventCodec.Read(manifest, message);
            // As in the server, an activation of the emergency phase changes no state.
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
