using System.Net;
using Sidecar.Domain.Door;

namespace Sidecar.Domain.Tests.Door;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("::169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    public void metadata_and_link_local_addresses_serve_no_model(string address) =>
        Assert.NotNull(AddressRules.FaultOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.0.0.7")]
    [InlineData("192.168.1.7")]
    [InlineData("fd00::7")]
    [InlineData("1.1.1.1")]
    public void private_addresses_may_serve_models(string address) => Assert.Null(AddressRules.FaultOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("metadata.google.internal", true)]
    [InlineData("Metadata.Google.Internal.", true)]
    [InlineData("api.openai.com", false)]
    public void names_of_metadata_services_are_known(string host, bool isOne) =>
        Assert.Equal(isOne, AddressRules.FaultOf(host) is not null);
}
