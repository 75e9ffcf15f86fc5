using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>How many clients are let in, each with a connection to an upstream, before file descriptors run short.</summary>
public sealed class DescriptorsTests
{
    private const int AtStart = 200;

    private readonly FakeTimeProvider _time = new();
    private int _open = AtStart;

    [Theory]
    [InlineData(1_024)]
    [InlineData(20_000)]
    public void nearly_half_of_them_serve_clients_and_as_many_their_upstreams(int limit)
    {
        var descriptors = new Descriptors(_time, limit, () => _open);
        var clients = 0;
        while (Client(descriptors))
        {
            clients++;
            Upstream(descriptors);
        }

        Assert.InRange(clients, (limit - AtStart - 200) / 2, (limit - AtStart) / 2);
    }

    [Fact]
    public void clients_that_have_gone_make_room()
    {
        var descriptors = new Descriptors(_time, 1_024, () => _open);
        while (Client(descriptors))
            continue;

        descriptors.ClientGone();
        _open--;

        Assert.True(Client(descriptors));
        Assert.False(Client(descriptors));
    }

    [Fact]
    public void only_the_first_client_is_let_in_while_other_things_hold_all_descriptors()
    {
        var descriptors = new Descriptors(_time, 1_024, () => _open);
        _open = 1_000;
        _time.Advance(TimeSpan.FromSeconds(1));
        // The real number is looked up only when the estimate says that there is no room.
        while (CanReach(descriptors))
            continue;

        Assert.True(Client(descriptors));
        Assert.False(Client(descriptors));
    }

    private bool Client(Descriptors descriptors)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        if (!descriptors.TakeForClient())
            return false;
        _open++;
        return true;
    }

    private void Upstream(Descriptors descriptors)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        descriptors.TakeForUpstream();
        _open++;
    }

    private bool CanReach(Descriptors descriptors)
    {
        try
        {
            Upstream(descriptors);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
