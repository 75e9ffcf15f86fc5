using System.Text.Json;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>The result of testing a backend.</summary>
/// <param name="Stage">Where it failed: <c>definition</c>, <c>dns</c>, <c>connect</c>, <c>tls</c>, <c>answer</c>; <c>ok</c> if it did
/// not.</param>
/// <param name="Message">The result in words, and what to do.</param>
/// <param name="Status">The status of the upstream's answer, if there was one.</param>
/// <param name="Models">How many models it listed, if they could be counted.</param>
internal sealed record TestVerdict(bool IsWell, string Stage, string Message, int? Status, int? Models)
{
    /// <summary>The setting to add to the backend's definition; null: none is known.</summary>
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
