using Microsoft.Data.Sqlite;
using Sidecar.Domain.Definitions;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>Reads the definitions made at run time directly from the journal's file: the server is built from them, before any actor
/// could provide them.</summary>
internal static class StoredDefinitions
{
    private const string Events = "SELECT manifest, message FROM journal WHERE persistence_id = $id ORDER BY sequence_number";

    /// <summary>Empty if there is no journal yet. Throws <see cref="DataDirectoryException"/> for a journal that cannot be read, <see
    /// cref="InvalidDataException"/> for an event that cannot.</summary>
    public static DefinitionState Read(string journal)
    {
        if (!File.Exists(journal))
            return DefinitionState.Empty;
        try
        {
            using var connection = new SqliteConnection(SqliteFiles.ConnectionString(journal));
            connection.Open();
            return HasEvents(connection) ? Fold(connection) : DefinitionState.Empty;
        }
        catch (SqliteException fault)
        {
            throw new DataDirectoryException($"The file '{journal}' cannot be read: {fault.Message}", fault);
        }
    }

    private static bool HasEvents(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'journal'";
        return (long)command.ExecuteScalar()! > 0;
    }

    private static DefinitionState Fold(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Events;
        command.Parameters.AddWithValue("$id", JournalIds.Definitions);
        using var reader = command.ExecuteReader();
        var state = DefinitionState.Empty;
        while (reader.Read())
            state = state.Apply(DefinitionEventCodec.Read(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        return state;
    }
}
