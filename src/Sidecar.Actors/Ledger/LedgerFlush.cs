using Akka;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace Sidecar.Ledger;

/// <summary>Writes the ledger's last rows before the process ends.</summary>
public static class LedgerFlush
{
    /// <summary>Flushes in the last phase of a coordinated shutdown in which actors still run, and gives up after <paramref
    /// name="bound"/>.</summary>
    /// <remarks>The phase's own timeout (<c>akka.coordinated-shutdown.phases.before-actor-system-terminate.timeout</c>, 5 s) limits it
    /// too.</remarks>
    public static void AtShutdown(ActorSystem system, IActorRef ledger, TimeSpan bound, ILogger logger) =>
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "flush-usage-ledger", async () =>
        {
            if (!await FlushAsync(ledger, bound))
                logger.LedgerFlushTimedOut(bound);
            return Done.Instance;
        });

    /// <summary>True if everything sent to the ledger before this call is stored; false if that took longer than <paramref name="bound"/>
    /// of real time.</summary>
    public static async Task<bool> FlushAsync(IActorRef ledger, TimeSpan bound)
    {
        try
        {
            await ledger.Ask<LedgerProtocol.Flushed>(LedgerProtocol.Flush.Instance, bound);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }
}
