namespace Sidecar.Domain.Limits;

/// <summary>Names one attempt's permission to use a backend. Chosen by the asker, so that it can give back a lease whose answer it never
/// saw.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Number">1-based among the leases it asked for, refused ones included.</param>
public readonly record struct LeaseKey(string RequestId, int Number);
