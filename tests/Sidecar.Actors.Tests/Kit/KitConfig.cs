using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>The configuration of an actor system in which everything happens on the test's thread and in virtual time.</summary>
internal static class KitConfig
{
    private static readonly Config Hocon = ConfigurationFactory.ParseString("""
        akka {
          loggers = []
          stdout-loglevel = OFF
          loglevel = ERROR
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.run-by-actor-system-terminate = off
          scheduler.implementation = "Sidecar.Actors.Tests.Kit.VirtualScheduler, Sidecar.Actors.Tests"
          actor {
            guardian-supervisor-strategy = "Sidecar.Diagnostics.KeepStateOnFault, Sidecar.Actors"
            default-dispatcher { type = "Sidecar.Actors.Tests.Kit.KitLoop+Configurator, Sidecar.Actors.Tests", throughput = 1 }
            default-mailbox.mailbox-type = "Sidecar.Actors.Tests.Kit.CountingMailbox, Sidecar.Actors.Tests"
            mailbox.unbounded-deque-based.mailbox-type = "Sidecar.Actors.Tests.Kit.CountingMailbox, Sidecar.Actors.Tests"
            serializers.journal = "Sidecar.Journal.BackendEventSerializer, Sidecar.Actors"
            serialization-bindings {
              "Sidecar.Domain.Cooldowns.IBackendEvent, Sidecar.Actors" = journal
              "Sidecar.Domain.Cooldowns.BackendState, Sidecar.Actors" = journal
            }
          }
          persistence {
            journal {
              plugin = "akka.persistence.journal.kit"
              kit {
                class = "Sidecar.Actors.Tests.Kit.KitJournal, Sidecar.Actors.Tests"
                plugin-dispatcher = "akka.actor.default-dispatcher"
                replay-dispatcher = "akka.actor.default-dispatcher"
                circuit-breaker.max-failures = 1000000
              }
            }
            snapshot-store {
              plugin = "akka.persistence.snapshot-store.kit"
              kit {
                class = "Sidecar.Actors.Tests.Kit.KitSnapshots, Sidecar.Actors.Tests"
                plugin-dispatcher = "akka.actor.default-dispatcher"
                circuit-breaker.max-failures = 1000000
              }
            }
          }
        }
        """);

    public static ActorSystem NewSystem(KitStore store, MessageTrace trace, KitLoop loop) =>
        ActorSystem.Create("kit", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(Hocon), store, trace, loop));
}
