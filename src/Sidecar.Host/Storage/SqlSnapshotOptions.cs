using System.Text;
using Akka.Hosting;
using Akka.Persistence.Hosting;
using Akka.Persistence.Sql;
using Config = Akka.Configuration.Config;

namespace Sidecar.Host.Storage;

/// <summary>The snapshot plugin's options for the journal's database.</summary>
internal sealed class SqlSnapshotOptions(string providerName, string connectionString) : SnapshotOptions(isDefault: true)
{
    public override string Identifier { get; set; } = "sql";

    protected override Config InternalDefaultConfig => SqlPersistence.DefaultSnapshotConfiguration;

    protected override StringBuilder Build(StringBuilder sb)
    {
        AutoInitialize = true;
        sb.AppendLine($"plugin-id = {PluginId}")
            .AppendLine($"provider-name = {providerName.ToHocon()}")
            .AppendLine($"connection-string = {connectionString.ToHocon()}");
        return base.Build(sb);
    }
}
