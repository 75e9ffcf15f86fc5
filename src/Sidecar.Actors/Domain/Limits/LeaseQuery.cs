namespace Sidecar.Domain.Limits;

/// <summary>The question to a backend whether this attempt may be sent now.</summary>
/// <param name="Lease">Chosen by the asker.</param>
/// <param name="Attempt">The attempt's number within its request.</param>
/// <param name="Model">The model after aliases.</param>
/// <param name="Tokens">The estimated tokens.</param>
/// <param name="IsEmergency">Cooldowns are ignored, and the emergency's own rate applies.</param>
internal readonly record struct LeaseQuery(LeaseKey Lease, int Attempt, string Model, long Tokens, bool IsEmergency);
