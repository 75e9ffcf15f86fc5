using System.Text;
using Akka.Hosting;
using Akka.Persistence.Hosting;
using Akka.Persistence.Sql;
using Config = Akka.Configuration.Config;

namespace Sidecar.Host.Storage;

/// <summary>The journal plugin over one database. Why not the plugin's own hosting package: ADR 12.</summary>
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
            // One write after the other: orderings then become visible in their own order, which whoever follows the journal goes by.
            .AppendLine("parallelism = 1")
            // The tag table is read by a scan per row; a column is not, and events carry no tags anyway.
            .AppendLine("tag-write-mode = Csv");
        return base.Build(sb);
    }
}
