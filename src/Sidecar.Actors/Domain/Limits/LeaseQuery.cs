namespace Sidecar.Domain.Limits;

/// <summary>What a backend is asked: may this attempt be sent now?</summary>
/// <param name="Lease">Chosen by the asker.</param>
/// <param name="Attempt">The number that the attempt will have within its request.</param>
/// <param name="Model">After aliases.</param>
/// <param name="Tokens">The estimate of what it will use.</param>
/// <param name="IsEmergency">Cooling does not matter, the emergency's own rate does.</param>
internal readonly record struct LeaseQuery(LeaseKey Lease, int Attempt, string Model, long Tokens, bool IsEmergency);
