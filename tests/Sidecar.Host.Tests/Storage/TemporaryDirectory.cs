using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Tests.Storage;

/// <summary>A directory of the test's own, deleted after it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sidecar-test-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
