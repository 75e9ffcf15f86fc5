using System.Text.Json;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>Reads the facts of a recorded walk, as the audit does.</summary>
internal static class Walks
{
    public static IReadOnlyList<JsonElement> FactsOf(WalkRow walk) =>
        [.. JsonDocument.Parse(WalkFactCodec.Write(walk.Facts)).RootElement.EnumerateArray()];

    public static IReadOnlyList<string> KindsOf(WalkRow walk) => [.. FactsOf(walk).Select(f => f.GetProperty("f").GetString()!)];

    public static RequestPhase[] PhasesOf(WalkRow walk)
    {
        var phases = new List<RequestPhase>();
        foreach (var fact in FactsOf(walk))
            if (PhaseOf(fact) is { } phase && (phases.Count == 0 || phases[^1] != phase))
                phases.Add(phase);
        return [.. phases];
    }

    private static RequestPhase? PhaseOf(JsonElement fact)
    {
        if (fact.TryGetProperty("phase", out var name))
            return Enum.GetValues<RequestPhase>().Single(p => p.ToWire() == name.GetString());
        return fact.GetProperty("f").GetString() is "queued" or "woken" ? RequestPhase.PrimaryWait : null;
    }
}
