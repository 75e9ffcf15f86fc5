using System.Data.Common;

namespace Sidecar.Host.Storage.Search;

/// <summary>Reads request ids in whatever form they are stored.</summary>
internal static class RequestIds
{
    public static string Read(DbDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        var text => (string)text,
    };
}
