using Akka.Actor;
using Akka.Configuration;

namespace Sidecar.Benchmarks;

/// <summary>Actor systems with the settings that Sidecar ships, except that the journal is in memory.</summary>
internal static class ActorSystems
{
    private static readonly Config InMemory = ConfigurationFactory.ParseString("""
        akka.stdout-loglevel = OFF
        akka.loglevel = ERROR
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        """);

    public static ActorSystem Create() =>
        ActorSystem.Create("bench", InMemory.WithFallback(ConfigurationFactory.ParseString(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "akka.conf")))));
}
