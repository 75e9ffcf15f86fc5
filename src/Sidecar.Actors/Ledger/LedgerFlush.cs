using Akka;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace Sidecar.Ledger;

/// <summary>Gets the ledger's last rows into the store before the process ends.</summary>
public static class LedgerFlush
{
    /// <summary>Flushes in the last phase of a coordinated shutdown in which actors still run, and gives up after
    /// <paramref name="bound"/>.</summary>
    /// <remarks>The phase's own timeout (<c>akka.coordinated-shutdown.phases.before-actor-system-terminate.timeout</c>, 5 s) bounds it as
    /// well.</remarks>
    public static void AtShutdown(ActorSystem system, IActorRef ledger, TimeSpan bound, ILogger logger) =>
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "flush-usage-ledger", async () =>
        {
            if (!await FlushAsync(ledger, bound))
                logger.LedgerFlushTimedOut(bound);
            return Done.Instance;
        });

    /// <summary>True when everything told to the ledger before this call is in the store; false when that took longer than
    /// <paramref name="bound"/> of real time.</summary>
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
