namespace Sidecar.Host.Tests.Configuration;

public sealed class ClusterKeysTests
{
    [Fact]
    public void the_default_values_are_accepted() =>
        Assert.NotNull(OperatorFile.Valid(
            """sidecar.cluster { enabled = false, bind = "127.0.0.1:2552", seed-nodes = [], dns = "", certificate-file = "", certificate-key-file = "", ca-file = "" }"""));

    [Fact]
    public void enabled_is_refused_with_a_reason() =>
        Assert.Equal(
            ["1: sidecar.cluster.enabled: this version runs as one node; several of them share no limits yet, so that this must be false"],
            OperatorFile.Faults("sidecar.cluster.enabled = true"));
}
