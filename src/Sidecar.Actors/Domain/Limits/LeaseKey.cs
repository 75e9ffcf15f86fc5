namespace Sidecar.Domain.Limits;

/// <summary>Identifies one attempt's permission to use a backend. The asker chooses it, so that it can return a lease whose answer it
/// never saw.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Number">1-based among the leases that the request asked for, refused ones included.</param>
public readonly record struct LeaseKey(string RequestId, int Number);
