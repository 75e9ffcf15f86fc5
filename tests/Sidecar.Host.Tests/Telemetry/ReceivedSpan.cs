using Google.Protobuf;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>A span as OTLP carries it; field numbers are those of opentelemetry/proto/trace/v1/trace.proto.</summary>
internal sealed record ReceivedSpan
{
    public string TraceId { get; private set; } = "";

    public string SpanId { get; private set; } = "";

    public string ParentId { get; private set; } = "";

    public string TraceState { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>1 internal, 2 server, 3 client.</summary>
    public int Kind { get; private set; }

    public ulong Start { get; private set; }

    public ulong End { get; private set; }

    /// <summary>2 means an error.</summary>
    public int Status { get; private set; }

    public Dictionary<string, object> Attributes { get; } = [];

    public object? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>The spans of an ExportTraceServiceRequest: resource_spans = 1, scope_spans = 2, spans = 2.</summary>
    public static IEnumerable<ReceivedSpan> ReadAll(byte[] request) =>
        Parts(request, 1).SelectMany(resource => Parts(resource, 2)).SelectMany(scope => Parts(scope, 2)).Select(Read);

    private static ReceivedSpan Read(byte[] bytes)
    {
        var span = new ReceivedSpan();
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
            switch (tag >> 3)
            {
                case 1: span.TraceId = Hex(input); break;
                case 2: span.SpanId = Hex(input); break;
                case 3: span.TraceState = input.ReadString(); break;
                case 4: span.ParentId = Hex(input); break;
                case 5: span.Name = input.ReadString(); break;
                case 6: span.Kind = input.ReadEnum(); break;
                case 7: span.Start = input.ReadFixed64(); break;
                case 8: span.End = input.ReadFixed64(); break;
                case 9: span.AddAttribute(input.ReadBytes().ToByteArray()); break;
                case 15: span.Status = StatusOf(input.ReadBytes().ToByteArray()); break;
                default: input.SkipLastField(); break;
            }
        return span;
    }

    private void AddAttribute(byte[] bytes)
    {
        var name = Parts(bytes, 1).Single();
        var input = new CodedInputStream(Parts(bytes, 2).Single());
        Attributes[System.Text.Encoding.UTF8.GetString(name)] = (input.ReadTag() >> 3) switch
        {
            1 => input.ReadString(),
            2 => input.ReadBool(),
            3 => input.ReadInt64(),
            4 => input.ReadDouble(),
            var other => throw new InvalidDataException($"an attribute of type {other}"),
        };
    }

    private static int StatusOf(byte[] bytes)
    {
        var input = new CodedInputStream(bytes);
        var status = 0;
        while (input.ReadTag() is var tag and not 0)
            if (tag >> 3 == 3)
                status = input.ReadEnum();
            else
                input.SkipLastField();
        return status;
    }

    private static IEnumerable<byte[]> Parts(byte[] bytes, int field)
    {
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
            if (tag >> 3 == field)
                yield return input.ReadBytes().ToByteArray();
            else
                input.SkipLastField();
    }

    private static string Hex(CodedInputStream input) => Convert.ToHexStringLower(input.ReadBytes().Span);
}
