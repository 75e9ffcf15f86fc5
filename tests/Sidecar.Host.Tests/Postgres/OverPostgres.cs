namespace Sidecar.Host.Tests.Postgres;

/// <summary>What a configuration says to be kept in PostgreSQL.</summary>
internal static class OverPostgres
{
    public const string Variable = "SIDECAR_POSTGRES";

    public const string Text = $"storage {{ provider = postgres, connection-string-env = {Variable} }}\n";
}
