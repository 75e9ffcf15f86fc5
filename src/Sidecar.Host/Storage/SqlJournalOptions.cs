using System.Text;
using Akka.Hosting;
using Akka.Persistence.Hosting;
using Akka.Persistence.Sql;
using Config = Akka.Configuration.Config;

namespace Sidecar.Host.Storage;

/// <summary>The journal plugin's options for one database. Why not the plugin's own hosting package: ADR 12.</summary>
internal sealed class SqlJournalOptions(string providerName, string connectionString) : JournalOptions(isDefault: true)
{
    public override string Identifier { get; set; } = "sql";

    protected override Config InternalDefaultConfig => SqlPersistence.DefaultJournalConfiguration;

    protected override StringBuilder Build(StringBuilder sb)
    {
        AutoInitialize = true;
        sb.AppendLine($"plugin-id = {PluginId}")
            .AppendLine($"provider-name = {providerName.ToHocon()}")
            .AppendLine($"connection-string = {connectionString.ToHocon()}")
            // One write at a time: orderings then become visible in order, which followers of the journal rely on.
            .AppendLine("parallelism = 1")
            // A tag table would be scanned for each row; a column is not, and events have no tags anyway.
            .AppendLine("tag-write-mode = Csv");
        return base.Build(sb);
    }
}
