using Sidecar.Domain.Backends;

namespace Sidecar.Backends;

/// <summary>Tells a BackendActor that its backend is defined otherwise from now on. Not a message of its protocol: a definition holds a
/// key, which does not leave the process.</summary>
/// <param name="Backend">The same id.</param>
/// <param name="Board">The version of the board that shows it first.</param>
internal sealed record Redefine(Backend Backend, long Board);
