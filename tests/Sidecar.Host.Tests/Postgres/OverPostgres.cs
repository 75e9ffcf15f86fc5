namespace Sidecar.Host.Tests.Postgres;

/// <summary>The part of a configuration that stores everything in PostgreSQL.</summary>
internal static class OverPostgres
{
    public const string Variable = "SIDECAR_POSTGRES";

    public const string Text = $"storage {{ provider = postgres, connection-string-env = {Variable} }}\n";
}
