namespace Sidecar.Host.Tests.Postgres;

/// <summary>A test with a PostgreSQL server of its own. <c>./check</c> installs the Debian package; where it is missing the test is shown
/// as skipped.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() =>
        Skip = PostgresServer.Programs is null
            ? "there is no PostgreSQL under /usr/lib/postgresql: install Debian's package postgresql, or run ./check as root" : null;
}
