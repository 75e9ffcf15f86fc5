using System.Data.Common;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Sidecar.Storage;

/// <summary>Inserts records one by one through one prepared statement, made from their mapping.</summary>
/// <remarks>
/// A statement of many rows at once has thousands of parameters, which the SQLite driver binds by searching for each name:
/// at 500 rows that took half of the whole process's time under load.
/// </remarks>
internal sealed class PreparedInsert : IDisposable
{
    private readonly ColumnDescriptor[] _columns;
    private readonly DbCommand _command;

    public PreparedInsert(DataConnection connection, Type record)
    {
        var table = connection.MappingSchema.GetEntityDescriptor(record);
        _columns = [.. table.Columns.Where(column => !column.IsIdentity)];
        _command = connection.OpenDbConnection().CreateCommand();
        _command.Transaction = connection.Transaction;
        _command.CommandText =
            $"INSERT INTO {table.Name.Name} ({string.Join(", ", _columns.Select(c => c.ColumnName))}) VALUES ({string.Join(", ", _columns.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < _columns.Length; i++)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            _command.Parameters.Add(parameter);
        }
    }

    public void Execute(object record)
    {
        for (var i = 0; i < _columns.Length; i++)
            _command.Parameters[i].Value = _columns[i].GetProviderValue(record) ?? DBNull.Value;
        _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
