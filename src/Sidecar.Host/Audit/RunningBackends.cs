using Akka.Actor;
using Sidecar.Backends;

namespace Sidecar.Host.Audit;

/// <summary>Asks the running backends for their state.</summary>
/// <param name="ask">Null while there are none yet. Its task throws <see cref="Akka.Actor.AskTimeoutException"/> if one does not answer
/// in time.</param>
internal sealed class RunningBackends(Func<Task<IReadOnlyList<BackendProtocol.BackendStatus>>?> ask)
{
    /// <summary>Null if they have not started yet, or one of them does not answer.</summary>
    public async Task<IReadOnlyList<BackendProtocol.BackendStatus>?> AskAsync()
    {
        try
        {
            return ask() is { } asked ? await asked : null;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
