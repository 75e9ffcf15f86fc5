using Akka.Hosting;
using Akka.Persistence.Hosting;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Definitions;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>Configures the actor system's journal. <c>hocon/akka.conf</c> says how the plugins handle an outage of their
/// database.</summary>
public static class JournalWiring
{
    /// <summary>Journal and snapshots in <c>journal.db</c> of the data directory, with the serializer of their contents. <see
    /// cref="SqliteFiles.Prepare"/> must have been called before.</summary>
    public static AkkaConfigurationBuilder WithSidecarJournal(this AkkaConfigurationBuilder akka, string dataDirectory)
    {
        var connectionString = SqliteFiles.ConnectionString(SqliteFiles.In(dataDirectory).Journal);
        return akka.WithSqlJournal(SqliteProvider.Name, connectionString);
    }

    /// <summary>Journal and snapshots in a database. Its tables are created when they are first needed.</summary>
    /// <param name="connectionString">Empty: the caller adds a setup that contains it.</param>
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
