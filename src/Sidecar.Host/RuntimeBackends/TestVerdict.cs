using System.Text.Json;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>What a test of a backend came to.</summary>
/// <param name="Stage">Where it failed: <c>definition</c>, <c>dns</c>, <c>connect</c>, <c>tls</c>, <c>answer</c>; <c>ok</c> when it did
/// not.</param>
/// <param name="Message">In words, and what to do.</param>
/// <param name="Status">Of the upstream's answer, where there was one.</param>
/// <param name="Models">How many it listed, where that could be counted.</param>
internal sealed record TestVerdict(bool IsWell, string Stage, string Message, int? Status, int? Models)
{
    /// <summary>What to write into the backend's definition; null: nothing that is known.</summary>
    public string? Set { get; init; }

    public void Write(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteBoolean("ok", IsWell);
        json.WriteString("stage", Stage);
        json.WriteString("message", Message);
        WriteNumber(json, "status", Status);
        WriteNumber(json, "models", Models);
        json.WriteString("set", Set);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
