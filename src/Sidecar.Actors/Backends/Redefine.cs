using Sidecar.Domain.Backends;

namespace Sidecar.Backends;

/// <summary>Tells a BackendActor that its definition has changed. Not part of its protocol, because a definition contains a key, which
/// must not leave the process.</summary>
/// <param name="Backend">The new definition, with the same id.</param>
/// <param name="Board">The version of the first board that shows it.</param>
internal sealed record Redefine(Backend Backend, long Board);
