namespace Sidecar.Domain.Cooldowns;

/// <summary>The modes' words in stored snapshots: words may be added, but never changed.</summary>
internal static class RestModeNames
{
    public static string ToWire(this RestMode mode) => mode switch
    {
        RestMode.Available => "available",
        RestMode.Cooling => "cooling",
        RestMode.Probing => "probing",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

    /// <summary>Throws for an unknown word.</summary>
    public static RestMode FromWire(string name) => name switch
    {
        "available" => RestMode.Available,
        "cooling" => RestMode.Cooling,
        "probing" => RestMode.Probing,
        _ => throw new InvalidDataException($"'{name}' is not a mode of a cooldown"),
    };
}
