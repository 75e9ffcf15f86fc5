namespace Sidecar.Host.Configuration.Options;

/// <summary>The <c>sidecar</c> section of the configuration. Every key, its unit and its default are described in
/// <c>hocon/sidecar.conf</c>.</summary>
public sealed class SidecarOptions
{
    public HttpOptions Http { get; set; } = new();

    public string DataDir { get; set; } = "./data";

    public StorageOptions Storage { get; set; } = new();

    /// <summary>In order of preference. The default is in the reference file, because the binder would add to a list that is not
    /// empty.</summary>
    public List<string> Pools { get; set; } = [];

    public List<BackendOptions> Backends { get; set; } = [];

    public List<NamedValue> ModelAliases { get; set; } = [];

    public RoutingOptions Routing { get; set; } = new();

    public PrimaryWaitOptions PrimaryWait { get; set; } = new();

    public EmergencyOptions Emergency { get; set; } = new();

    public CooldownOptions Cooldown { get; set; } = new();

    public ExhaustedOptions Exhausted { get; set; } = new();

    public SseOptions Sse { get; set; } = new();

    public PricesOptions Prices { get; set; } = new();

    public List<ClientOptions> Clients { get; set; } = [];

    public KeysOptions Keys { get; set; } = new();

    public AdminOptions Admin { get; set; } = new();

    public AuditOptions Audit { get; set; } = new();

    public LedgerOptions Ledger { get; set; } = new();

    public WalksOptions Walks { get; set; } = new();

    public ClusterOptions Cluster { get; set; } = new();
}
