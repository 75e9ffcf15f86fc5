using Akka.Hosting;
using Akka.Persistence.Hosting;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Definitions;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>Gives the actor system its journal. How the plugins bear an outage of their database stands in
/// <c>hocon/akka.conf</c>.</summary>
public static class JournalWiring
{
    /// <summary>Journal and snapshots in <c>journal.db</c> of the data directory, with the serializer of their contents.
    /// <see cref="SqliteFiles.Prepare"/> must have been there before.</summary>
    public static AkkaConfigurationBuilder WithSidecarJournal(this AkkaConfigurationBuilder akka, string dataDirectory)
    {
        var connectionString = SqliteFiles.ConnectionString(SqliteFiles.In(dataDirectory).Journal);
        return akka.WithSqlJournal(SqliteProvider.Name, connectionString);
    }

    /// <summary>Journal and snapshots in a database. Its tables are made when they are first needed.</summary>
    /// <param name="connectionString">Empty: whoever calls gives a setup that holds it.</param>
    public static AkkaConfigurationBuilder WithSqlJournal(
        this AkkaConfigurationBuilder akka, string providerName, string connectionString) => akka
        .WithJournalAndSnapshot(
            new SqlJournalOptions(providerName, connectionString),
            new SqlSnapshotOptions(providerName, connectionString),
            journal => journal.WithHealthCheck(),
            snapshots => snapshots.WithHealthCheck())
        .WithCustomSerializer("sidecar-journal", [typeof(IBackendEvent), typeof(IDefinitionEvent), typeof(BackendState)], system =>
            new BackendEventSerializer(system));
}
