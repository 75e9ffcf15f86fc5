using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sidecar.Host.Audit;
using Sidecar.Host.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>Writes the live events as server-sent events to a buffer. Not thread-safe.</summary>
internal sealed class EventFrames : IDisposable
{
    private readonly ArrayBufferWriter<byte> _data = new(1_024);
    private readonly Utf8JsonWriter _json;

    public EventFrames() => _json = new Utf8JsonWriter(_data, JsonAnswer.Legible);

    /// <summary>The beginning: how long to wait before reconnecting, and from which id. A frame without data is not an event, but clients
    /// remember its id.</summary>
    public static void Begin(IBufferWriter<byte> output, long after) =>
        Write(output, string.Create(CultureInfo.InvariantCulture, $"retry: 2000\nid: {after}\n\n"));

    public static void KeepAlive(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    public void Event(IBufferWriter<byte> output, AuditEvent stored)
    {
        Write(output, string.Create(CultureInfo.InvariantCulture, $"id: {stored.Ordering}\nevent: {OneLine(stored.Type)}\n"));
        AuditEventJson.Write(_json, stored);
        Data(output);
    }

    /// <summary>Without an id, so that a client that reconnects continues in the journal.</summary>
    public void Walk(IBufferWriter<byte> output, FinishedWalk walk)
    {
        output.Write("event: walk\n"u8);
        FinishedWalkJson.Write(_json, walk);
        Data(output);
    }

    public void WalksLeftOut(IBufferWriter<byte> output, long count)
    {
        output.Write("event: walks-left-out\n"u8);
        _json.WriteStartObject();
        _json.WriteNumber("count", count);
        _json.WriteEndObject();
        Data(output);
    }

    public void Dispose() => _json.Dispose();

    private void Data(IBufferWriter<byte> output)
    {
        _json.Flush();
        output.Write("data: "u8);
        // JSON stored by other software may have line breaks between its tokens, where a space works as well; here they would end the
        // data.
        var line = output.GetSpan(_data.WrittenCount)[.._data.WrittenCount];
        _data.WrittenSpan.CopyTo(line);
        line.Replace((byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        output.Advance(_data.WrittenCount);
        output.Write("\n\n"u8);
        _data.ResetWrittenCount();
        _json.Reset();
    }

    // A manifest is a stored text too: a damaged one must not be taken for fields of the stream.
    private static string OneLine(string text) => text.Replace('\n', ' ').Replace('\r', ' ');

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
