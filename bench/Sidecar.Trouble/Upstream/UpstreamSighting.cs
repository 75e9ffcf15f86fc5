namespace Sidecar.Trouble.Upstream;

/// <summary>A request that reached an upstream: which, when in ms from the beginning, and what it was told.</summary>
internal sealed record UpstreamSighting(int Upstream, double At, int Status);
