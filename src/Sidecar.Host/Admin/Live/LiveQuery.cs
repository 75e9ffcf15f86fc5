namespace Sidecar.Host.Admin.Live;

/// <summary>What a subscriber of the live events asks for.</summary>
/// <param name="After">The ordering of the journal's event that it has seen last.</param>
/// <param name="Backend">Null: all of them, and what belongs to none.</param>
/// <param name="Walks">Whether it wants to see walks end, too.</param>
internal sealed record LiveQuery(long After, string? Backend, bool Walks);
