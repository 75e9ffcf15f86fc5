using System.Text.Json;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>Events to stored bytes and back. Pure, so that audit and command line read the journal without an actor system.</summary>
public static class BackendEventCodec
{
    public static (string Manifest, byte[] Bytes) Write(IBackendEvent happened) =>
        (BackendEventManifests.Of(happened), EventFieldsWriter.Write(EventFields.Of(happened)));

    /// <summary>Throws <see cref="InvalidDataException"/>, which names the manifest, when it is unknown or the bytes are not that
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

    /// <summary>The event's own instant, also of an event whose manifest a later version introduced; null when the bytes hold
    /// none.</summary>
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

    // What Utf8JsonReader throws for bad JSON, a value of another kind, and a malformed instant or number; and an unknown reason.
    private static bool IsUnreadable(Exception fault) =>
        fault is InvalidDataException or JsonException or InvalidOperationException or FormatException or ArgumentException;
}
