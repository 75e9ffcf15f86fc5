namespace Sidecar.Host.Admin.Live;

/// <summary>The parameters of a subscriber of the live events.</summary>
/// <param name="After">The ordering of the last journal event that it has seen.</param>
/// <param name="Backend">Null: all backends, and events that belong to none.</param>
/// <param name="Walks">Whether it wants finished walks too.</param>
internal sealed record LiveQuery(long After, string? Backend, bool Walks);
