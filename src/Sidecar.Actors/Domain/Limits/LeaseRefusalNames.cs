namespace Sidecar.Domain.Limits;

/// <summary>The stored names of refusals: they never change, though the types may be renamed.</summary>
internal static class LeaseRefusalNames
{
    public static string ToWire(this LeaseRefusal refusal) => refusal switch
    {
        LeaseRefusal.Disabled => "disabled",
        LeaseRefusal.Cooling => "cooling",
        LeaseRefusal.ProbeInFlight => "probe_in_flight",
        LeaseRefusal.Rpm => "rpm",
        LeaseRefusal.Tpm => "tpm",
        LeaseRefusal.Concurrency => "concurrency",
        LeaseRefusal.EmergencyRpm => "emergency_rpm",
        LeaseRefusal.LearnedLimit => "learned_limit",
        LeaseRefusal.NamedLimit => "named_limit",
        LeaseRefusal.Rpd => "rpd",
        LeaseRefusal.Fault => "fault",
        LeaseRefusal.Recovering => "recovering",
        LeaseRefusal.ModelAbsent => "model_absent",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };

    /// <summary>Throws <see cref="FormatException"/> for an unknown name.</summary>
    public static LeaseRefusal FromWire(string name)
    {
        foreach (var refusal in Enum.GetValues<LeaseRefusal>())
            if (refusal != LeaseRefusal.None && refusal.ToWire() == name)
                return refusal;
        throw new FormatException($"'{name}' is not a reason to refuse a lease");
    }
}
