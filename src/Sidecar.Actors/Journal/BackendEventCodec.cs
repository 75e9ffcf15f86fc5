using System.Text.Json;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>Converts events to stored bytes and back. Pure, so that the audit and the command line can read the journal without an actor
/// system.</summary>
public static class BackendEventCodec
{
    public static (string Manifest, byte[] Bytes) Write(IBackendEvent happened) =>
        (BackendEventManifests.Of(happened), EventFieldsWriter.Write(EventFields.Of(happened)));

    /// <summary>Throws <see cref="InvalidDataException"/>, naming the manifest, if that is unknown or the bytes are not that
    /// event.</summary>
    public static IBackendEvent Read(string manifest, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return EventFieldsReader.Read(bytes).ToEvent(manifest);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            throw new InvalidDataException($"The stored event '{manifest}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The event's own instant, even for a manifest that a later version introduced; null if the bytes contain none.</summary>
    public static DateTimeOffset? ReadInstant(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return EventFieldsReader.ReadInstant(bytes);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            return null;
        }
    }

    // The exceptions of Utf8JsonReader for bad JSON, a value of another kind, and a malformed instant or number; and an unknown reason.
    private static bool IsUnreadable(Exception fault) =>
        fault is InvalidDataException or JsonException or InvalidOperationException or FormatException or ArgumentException;
}
