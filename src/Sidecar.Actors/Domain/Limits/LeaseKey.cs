namespace Sidecar.Domain.Limits;

/// <summary>Names one attempt's permission to use a backend. Chosen by the asker, so that it can give back a lease whose answer it never saw.</summary>
/// <param name="Attempt">1-based within its request; leases that were refused count.</param>
public readonly record struct LeaseKey(string RequestId, int Attempt);
