using System.Text.Json;

namespace Sidecar.Host.Tests.Translation;

/// <summary>Events with their names in front of them, numbered.</summary>
internal sealed class ToldEvents
{
    private int _number;

    public string Text { get; private set; } = "";

    public void Add(string type, object rest)
    {
        var fields = JsonSerializer.SerializeToNode(rest)!.AsObject();
        fields.Insert(0, "type", type);
        fields.Insert(1, "sequence_number", _number++);
        Text += $"event: {type}\ndata: {fields.ToJsonString()}\n\n";
    }
}
