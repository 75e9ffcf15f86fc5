namespace Sidecar.Trouble.Upstream;

/// <summary>A request that reached an upstream: which upstream, when in ms from the start, and the status it got.</summary>
internal sealed record UpstreamSighting(int Upstream, double At, int Status);
